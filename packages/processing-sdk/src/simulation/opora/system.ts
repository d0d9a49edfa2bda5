import { createSeededIds, createSeededRandom } from "@opora/core/testing";
import { type ChildNode, type Envelope, ProcessingError, type RootNode } from "@opora/processing-sdk";
import { createMemoryStore, type MemoryStore, type StoreDump } from "@opora/processing-sdk/testing";
import type { ChildName, NodeName } from "../schedule/step.js";
import { breach } from "../verdict.js";
import { createFaultyStore, type FaultyStore, isCrash } from "./faulty-store.js";
import { createLine, type LifeOptions, type Line, startChild, startRoot } from "./lives.js";
import { createNetwork, type Network } from "./network.js";
import type { Onlooker } from "./onlooker.js";
import type { WorldArchive } from "./world-archive.js";
import { createWorldClocks, type WorldClocks } from "./world-clocks.js";

/** A root and two children with all that is around them. */
export interface System {
  readonly clocks: WorldClocks;
  readonly network: Network;
  readonly onlooker: Onlooker;
  readonly archive: WorldArchive;
  /** The line over which the children's own processes reach the root. */
  readonly line: Line;
  readonly memories: Readonly<Record<NodeName, MemoryStore>>;
  /** The root that is alive now. */
  root(): RootNode;
  child(name: ChildName): ChildNode;
  faultsOf(node: NodeName): FaultyStore;
  /** What the root answers; `undefined` when it dies over it. */
  answer(child: ChildName, envelope: Envelope): Promise<Envelope | undefined>;
  /** Starts the process of a node on its store. */
  start(node: NodeName): Promise<void>;
  /** Starts those that died. */
  startDead(): Promise<void>;
  /** Lets a node do something; resolves with `done`, or with what went wrong. What must not go wrong is a breach. */
  attempt(node: NodeName, work: () => Promise<unknown>): Promise<string>;
}

/** What a system begins with. */
export interface SystemOptions {
  readonly dumps: Readonly<Record<NodeName, StoreDump>>;
  readonly onlooker: Onlooker;
  readonly archive: WorldArchive;
  readonly packetSize: number;
}

/** Errors that no fault of the simulation explains. */
const inexplicable: readonly string[] = [
  "PROCESSING_STORE_CORRUPT",
  "PROCESSING_OPTIONS_INVALID",
  "PROCESSING_ENVELOPE_INVALID",
  "PROCESSING_UNAUTHENTICATED",
  "PROCESSING_PROTOCOL_VERSION",
  "PROCESSING_CURSOR_AHEAD",
  "PROCESSING_OVERLOADED",
];

/** Starts the system. */
export async function startSystem({ dumps, onlooker, archive, packetSize }: SystemOptions): Promise<System> {
  const clocks = createWorldClocks();
  const network = createNetwork();
  const memories = {
    root: createMemoryStore({ content: dumps.root }),
    a: createMemoryStore({ content: dumps.a }),
    b: createMemoryStore({ content: dumps.b }),
  };
  const life: LifeOptions = { clocks, ids: createSeededIds(1), random: createSeededRandom(1), packetSize };
  const faults = {} as Record<NodeName, FaultyStore>;
  const children = {} as Record<ChildName, ChildNode>;
  let root: RootNode | undefined;

  async function answer(child: ChildName, envelope: Envelope): Promise<Envelope | undefined> {
    if (root === undefined || faults.root.hasCrashed) return undefined;
    const living = faults.root;
    const answered = await root.handle(envelope, { nodeId: child, provenBy: "host" }, {});
    return living.hasCrashed ? undefined : answered;
  }
  const line = createLine(answer);

  async function start(node: NodeName): Promise<void> {
    faults[node] = createFaultyStore(memories[node], (changes) => onlooker.committed(node, changes));
    if (node === "root") root = await startRoot(faults.root, archive, life);
    else children[node] = await startChild(node, faults[node], line.of(node), life);
  }

  for (const node of ["root", "a", "b"] as const) await start(node);
  return {
    clocks,
    network,
    onlooker,
    archive,
    line,
    memories,
    root: () => root as RootNode,
    child: (name) => children[name],
    faultsOf: (node) => faults[node],
    answer,
    start,
    async startDead() {
      for (const node of ["root", "a", "b"] as const) if (faults[node].hasCrashed) await start(node);
    },
    async attempt(node, work) {
      try {
        await work();
        return "done";
      } catch (error) {
        if (isCrash(error) || faults[node].hasCrashed) return "died";
        if (error instanceof ProcessingError && !inexplicable.includes(error.code)) return error.code;
        onlooker.note(breach("liveness", `${node} fails: ${error instanceof Error ? error.stack : String(error)}`));
        return "failed";
      }
    },
  };
}
