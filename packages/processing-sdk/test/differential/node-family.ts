import { createManualClock, createSeededIds, createSeededRandom } from "@opora/core/testing";
import {
  type ChildNode,
  createChildNode,
  createInProcessTransport,
  createRootNode,
  type ProcessingArchive,
  type ProcessingStore,
  type RootNode,
} from "@opora/processing-sdk";
import type { ChildName, NodeName, Step } from "./history.js";
import { readEverything, withSortedFields } from "./read-everything.js";

/** Where a root, its archive and two children keep their records: each in a place of its own. */
export interface FamilyStores extends Readonly<Record<NodeName, ProcessingStore>> {
  readonly archive: ProcessingArchive;
}

/** A root and two children of which everything follows from their history: clock, ids and randomness are the test's. */
export interface NodeFamily {
  /** Lets a step happen; says what came of it. */
  apply(step: Step): Promise<string>;
  /** What every node and the archive hold, as lines. */
  contents(): Promise<readonly string[]>;
  close(): Promise<void>;
}

/** Small pages, so that a history goes over many of their borders. */
const settings = { pageSize: 3, archivePageSize: 3, maxPages: 2, archiveMaxPages: 2, maxBatch: 5 };

/** Starts the nodes on their empty stores. */
export async function startFamily(stores: FamilyStores): Promise<NodeFamily> {
  const clock = createManualClock(new Date("2026-01-15T09:00:00+03:00"));
  const ports = (name: NodeName, seed: number) => ({
    store: stores[name],
    nodeId: name,
    clock,
    ids: createSeededIds(seed),
    random: createSeededRandom(seed),
    pause: async () => undefined,
    settings,
  });
  const root = await createRootNode({ ...ports("root", 1), archive: stores.archive });
  const startChild = (nodeId: ChildName, seed: number) =>
    createChildNode({
      ...ports(nodeId, seed),
      transport: createInProcessTransport({ handler: root.handle, nodeId }),
    });
  const nodes = { root, "child-1": await startChild("child-1", 2), "child-2": await startChild("child-2", 3) };

  return {
    async apply(step) {
      if (step.type === "advance") clock.advance(step.ms);
      return describe(await settled(() => run(nodes, step)));
    },
    async contents() {
      const lines: string[] = [];
      for (const name of Object.keys(nodes) as NodeName[]) {
        for (const line of await readEverything(stores[name])) lines.push(`${name} ${line}`);
      }
      return [...lines, ...(await archiveLines(nodes.root, stores))];
    },
    async close() {
      for (const node of Object.values(nodes).reverse()) await node.close();
    },
  };
}

interface Nodes extends Readonly<Record<ChildName, ChildNode>> {
  readonly root: RootNode;
}

async function run(nodes: Nodes, step: Step): Promise<unknown> {
  switch (step.type) {
    case "commands":
      return nodes[step.node].ledger.batch(step.commands);
    case "push":
      return nodes[step.node].sync.runPush();
    case "pull":
      return nodes[step.node].sync.runPull();
    case "sync":
      return nodes[step.node].sync.runSync();
    case "settle":
      return nodes.root.runSettle();
    case "archive":
      return nodes.root.runArchive();
    case "expire":
      return Promise.all(Object.values(nodes).map((node) => node.runExpireReservations()));
    case "advance":
      return undefined;
  }
}

async function settled(work: () => Promise<unknown>): Promise<unknown> {
  try {
    return await work();
  } catch (error) {
    return { error };
  }
}

/** Everything of a result that a caller can see. The order of fields says nothing. */
function describe(result: unknown): string {
  const text: string | undefined = JSON.stringify(result, (_key, value: unknown) => {
    if (typeof value === "bigint") return `${value}n`;
    if (value instanceof Error) {
      const { code, message, details, outcome, retryable } = value as Error & Readonly<Record<string, unknown>>;
      return { code, message, details, outcome, retryable };
    }
    return typeof value === "object" && value !== null && !Array.isArray(value) ? withSortedFields(value) : value;
  });
  return text ?? "nothing";
}

async function archiveLines(root: RootNode, { root: store, archive }: FamilyStores): Promise<readonly string[]> {
  const lines: string[] = [];
  for (const line of await readEverything(store)) {
    const [table, ...rest] = line.split(" ");
    if (table !== "documents" && table !== "accounts") continue;
    const { id } = JSON.parse(rest.join(" ")) as { readonly id: string };
    const found =
      table === "documents"
        ? await archive.findDocument(id)
        : await archive.readPostings({ accountId: id, limit: 10_000 });
    lines.push(`archive ${table} ${id} ${describe(found)}`);
  }
  return [`${root.nodeId} archived ${lines.length}`, ...lines];
}
