import type { Random } from "@opora/core";
import type { Pause } from "../ports/pause.js";
import type { ProcessingStore } from "../ports/store.js";
import type { NodeStorage } from "./node-storage.js";

/** What {@link createNodeStorage} needs. */
export interface NodeStorageOptions {
  readonly store: ProcessingStore;
  readonly pause: Pause;
  readonly random: Random;
  /** How often work is run again after a conflict. Default: 20. */
  readonly conflictRetries?: number;
  /** How long to wait for a database that is away, in milliseconds. Default: 30,000. */
  readonly storeWaitMs?: number;
  /** How many callers may wait in each of the two queues. Default: 10,000. */
  readonly maxWaiting?: number;
  /** After how many online writes in a row one waiting background page passes. Default: 4. */
  readonly onlineInARow?: number;
}

/** Puts the fair, retrying access to a store together that everything inside a node uses. */
export function createNodeStorage(_options: NodeStorageOptions): NodeStorage {
  throw new Error("under way");
}
