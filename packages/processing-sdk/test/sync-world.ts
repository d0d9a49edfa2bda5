import type { Ids } from "@opora/core";
import { createManualClock, createSeededRandom, type ManualClock } from "@opora/core/testing";
import { createMemoryStore, type MemoryStore, type StoreDump } from "@opora/processing-sdk/testing";
import { createInProcessTransport } from "../src/adapters/in-process/in-process-transport.js";
import type { Envelope } from "../src/domain/protocol/envelope.js";
import type { NodeRecord } from "../src/domain/records/node-record.js";
import type { OriginRecord } from "../src/domain/records/origin-record.js";
import type { ChildNode } from "../src/node/child-node.js";
import { createChildNode } from "../src/node/create-child-node.js";
import { createRootNode } from "../src/node/create-root-node.js";
import type { RootNodeOptions } from "../src/node/node-options.js";
import type { RootNode } from "../src/node/root-node.js";
import type { ProcessingStore } from "../src/ports/store.js";
import type { Transport } from "../src/ports/transport.js";
import type { ProcessingSettings } from "../src/settings/settings.js";

/** What a world begins with. */
export interface SyncWorldOptions {
  readonly settings?: Partial<ProcessingSettings>;
  readonly root?: Partial<Pick<RootNodeOptions, "archive" | "children">>;
  /** A link between a child and the root, in place of one that works. */
  readonly link?: (transport: Transport, nodeId: string) => Transport;
  readonly createStore?: () => ProcessingStore;
}

/** A root with its children, all in memory. */
export interface SyncWorld {
  readonly clock: ManualClock;
  readonly ids: Ids;
  readonly rootStore: MemoryStore;
  root(): RootNode;
  /** A child by its name; it is made at the first call. */
  child(nodeId: string): Promise<ChildNode>;
  storeOf(nodeId: string): MemoryStore;
  /** Starts the root anew on what its store holds now, or on a backup. */
  restartRoot(backup?: StoreDump): Promise<RootNode>;
  restartChild(nodeId: string, backup?: StoreDump): Promise<ChildNode>;
  /** Hands a message of a child to the root. */
  deliver(nodeId: string, request: Envelope | undefined): Promise<Envelope>;
  /** A whole round: children push, the root settles, children pull. */
  round(...nodeIds: readonly string[]): Promise<void>;
  origin(nodeId: string): Promise<OriginRecord>;
  nodeRecord(nodeId: string): Promise<NodeRecord>;
}

export async function createSyncWorld(options: SyncWorldOptions = {}): Promise<SyncWorld> {
  const clock = createManualClock(new Date("2026-01-15T09:00:00Z"));
  const ids = createCountedIds();
  const random = createSeededRandom(1);
  const common = {
    clock,
    ids,
    random,
    pause: async () => undefined,
    defer: (work: () => void) => queueMicrotask(work),
    settings: { backups: "none", ...options.settings } as const,
  };
  const rootStore = createMemoryStore();
  const stores = new Map<string, MemoryStore>();
  const children = new Map<string, ChildNode>();
  const startRoot = () => createRootNode({ ...common, store: rootStore, nodeId: "root", ...options.root });
  let root = await startRoot();

  const deliver: SyncWorld["deliver"] = async (nodeId, request) => {
    if (request === undefined) throw new Error(`${nodeId} has nothing to send.`);
    return root.handle(request, { nodeId, provenBy: "host" }, {});
  };
  const startChild = async (nodeId: string): Promise<ChildNode> => {
    const direct = createInProcessTransport({
      handler: (request, peer, rest) => root.handle(request, peer, rest),
      nodeId,
    });
    const transport = options.link?.(direct, nodeId) ?? direct;
    const child = await createChildNode({ ...common, store: storeOf(nodeId), nodeId, transport });
    children.set(nodeId, child);
    return child;
  };
  const storeOf = (nodeId: string): MemoryStore => {
    const store = stores.get(nodeId) ?? createMemoryStore();
    stores.set(nodeId, store);
    return store;
  };
  const child = async (nodeId: string) => children.get(nodeId) ?? startChild(nodeId);

  return {
    clock,
    ids,
    rootStore,
    root: () => root,
    child,
    storeOf,
    async restartRoot(backup) {
      if (backup !== undefined) await rootStore.restoreFrom(backup);
      root = await startRoot();
      return root;
    },
    async restartChild(nodeId, backup) {
      if (backup !== undefined) await storeOf(nodeId).restoreFrom(backup);
      return startChild(nodeId);
    },
    deliver,
    async round(...nodeIds) {
      for (const nodeId of nodeIds) await (await child(nodeId)).sync.runPush();
      await root.runSettle();
      for (const nodeId of nodeIds) await (await child(nodeId)).sync.runPull();
    },
    async origin(nodeId) {
      const { incarnation } = await readNode(storeOf(nodeId));
      const { origins } = await rootStore.dump();
      const found = origins.find(({ originId }) => originId === `${nodeId}:${incarnation}`);
      if (found === undefined) throw new Error(`The root does not know ${nodeId}.`);
      return found;
    },
    nodeRecord: (nodeId) => readNode(storeOf(nodeId)),
  };
}

async function readNode(store: MemoryStore): Promise<NodeRecord> {
  const [node] = (await store.dump()).node;
  if (node === undefined) throw new Error("The node was never started.");
  return node;
}

/** Ids that tell in which order they were made. */
function createCountedIds(): Ids {
  let count = 0;
  return {
    uuid() {
      count += 1;
      return `00000000-0000-4000-8000-${String(count).padStart(12, "0")}`;
    },
  };
}

/** Opens an account at the root with an amount on it. */
export async function openAccount(root: RootNode, id: string, amount = 0n, more: object = {}): Promise<void> {
  await root.ledger.open({ id, customerId: `customer of ${id}`, kind: "bonus", currency: "RUB", ...more });
  if (amount > 0n) await root.ledger.topUp({ id: `first ${id}`, accountId: id, amount });
}

/** Pays from one account. */
export async function pay(node: RootNode | ChildNode, id: string, accountId: string, total: bigint): Promise<void> {
  await node.ledger.pay({ id, total, currency: "RUB", from: { accountId } });
}

/** The balance that a node shows. */
export async function shown(node: RootNode | ChildNode, accountId: string): Promise<bigint> {
  return (await node.ledger.account(accountId)).balance;
}
