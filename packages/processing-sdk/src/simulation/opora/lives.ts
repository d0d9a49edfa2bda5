import type { Ids, Random } from "@opora/core";
import {
  type ChildNode,
  createChildNode,
  createRootNode,
  type Envelope,
  type ProcessingArchive,
  ProcessingError,
  type RootNode,
  type Transport,
} from "@opora/processing-sdk";
import { retentionDays } from "../schedule/population.js";
import type { ChildName, NodeName } from "../schedule/step.js";
import { createFaultyArchive } from "./faulty-archive.js";
import type { FaultyStore } from "./faulty-store.js";
import type { WorldClocks } from "./world-clocks.js";

/** What every life of a process gets. */
export interface LifeOptions {
  readonly clocks: WorldClocks;
  readonly ids: Ids;
  readonly random: Random;
  readonly packetSize: number;
}

function nodeOptions(name: NodeName, { store }: FaultyStore, { clocks, ids, random, packetSize }: LifeOptions) {
  return {
    store,
    nodeId: name,
    clock: clocks.of(name),
    ids,
    random,
    // Time passes in steps of the schedule only.
    pause: async () => undefined,
    defer: (work: () => void) => queueMicrotask(work),
    settings: {
      pageSize: packetSize,
      maxPages: 100,
      archivePageSize: packetSize,
      archiveMaxPages: 100,
      requestPageSize: packetSize,
      cleanupPageSize: packetSize,
      cleanupMaxPages: 100,
      documentRetentionDays: retentionDays,
      reservationRetentionDays: retentionDays,
    },
  };
}

/** Starts the process of the root. */
export function startRoot(store: FaultyStore, archive: ProcessingArchive, options: LifeOptions): Promise<RootNode> {
  return createRootNode({ ...nodeOptions("root", store, options), archive: createFaultyArchive(archive, store) });
}

/** Starts the process of a child. */
export function startChild(
  name: ChildName,
  store: FaultyStore,
  transport: Transport,
  options: LifeOptions,
): Promise<ChildNode> {
  return createChildNode({ ...nodeOptions(name, store, options), transport });
}

/** How the processes of children reach the root by themselves. */
export interface Line {
  /** Off: now and then a request, or an answer, is lost. */
  isReliable: boolean;
  of(child: ChildName): Transport;
}

/** Creates the line, which is not reliable. */
export function createLine(answer: (child: ChildName, envelope: Envelope) => Promise<Envelope | undefined>): Line {
  let requests = 0;
  const line: Line = {
    isReliable: false,
    of: (child) => ({
      async request(envelope) {
        requests += 1;
        const turn = line.isReliable ? 0 : requests % 7;
        if (turn === 6) throw lost("PROCESSING_TRANSPORT_UNAVAILABLE", "not-done");
        const answered = await answer(child, envelope);
        if (answered === undefined || turn === 3) throw lost("PROCESSING_TRANSPORT_TIMEOUT", "unknown");
        return answered;
      },
      close: async () => undefined,
    }),
  };
  return line;
}

function lost(
  code: "PROCESSING_TRANSPORT_UNAVAILABLE" | "PROCESSING_TRANSPORT_TIMEOUT",
  outcome: "not-done" | "unknown",
): ProcessingError {
  return new ProcessingError(code, "The simulated line is down.", { retryable: true, outcome });
}
