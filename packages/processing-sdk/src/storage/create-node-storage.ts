import type { Random } from "@opora/core";
import { z } from "zod";
import { checkOptions } from "../check-options.js";
import type { Pause } from "../ports/pause.js";
import type { ProcessingStore, TransactionMode } from "../ports/store.js";
import type { NodeStorage, StoreWork } from "./node-storage.js";
import { retryWork } from "./retry-work.js";
import { createTurns, type TurnKind } from "./turns.js";

/** What {@link createNodeStorage} needs. Unknown keys are refused. */
export interface NodeStorageOptions {
  readonly store: ProcessingStore;
  readonly pause: Pause;
  readonly random: Random;
  /** How often work is run again after a conflict, 0 to 1000. Default: 20. */
  readonly conflictRetries?: number;
  /** How long to wait for a database that is away, in milliseconds, 0 to 3,600,000. Default: 30,000. */
  readonly storeWaitMs?: number;
  /** How many may wait in each of the two queues, 1 to 1,000,000. Default: 10,000. */
  readonly maxWaiting?: number;
  /** After how many online writes in a row one waiting background page passes, 1 to 1000. Default: 4. */
  readonly onlineInARow?: number;
}

const optionsSchema = z.strictObject({
  store: z.object({}).loose(),
  pause: z.function(),
  random: z.object({}).loose(),
  conflictRetries: z.int().min(0).max(1000).optional(),
  storeWaitMs: z.int().min(0).max(3_600_000).optional(),
  maxWaiting: z.int().min(1).max(1_000_000).optional(),
  onlineInARow: z.int().min(1).max(1000).optional(),
});

/**
 * Puts the fair access to a store together that everything inside a node uses, and that survives conflicts and the
 * absence of the database.
 *
 * @throws {@link ProcessingError} `PROCESSING_OPTIONS_INVALID`.
 */
export function createNodeStorage(options: NodeStorageOptions): NodeStorage {
  checkOptions(optionsSchema, options, "the storage of a node");
  const { store, pause, random, conflictRetries = 20, storeWaitMs = 30_000 } = options;
  const turns = createTurns({ maxWaiting: options.maxWaiting ?? 10_000, onlineInARow: options.onlineInARow ?? 4 });
  const retry = { pause, random, conflictRetries, storeWaitMs };

  function run<T>(mode: TransactionMode, work: StoreWork<T>, signal: AbortSignal | undefined): Promise<T> {
    return retryWork(() => store.transaction(mode, work, { signal }), retry, signal);
  }

  function inTurn<T>(kind: TurnKind, work: StoreWork<T>, signal: AbortSignal | undefined): Promise<T> {
    return turns.run(kind, () => run("write", work, signal), signal);
  }

  return {
    online: (work, { signal } = {}) => inTurn("online", work, signal),
    background: (work, { signal } = {}) => inTurn("background", work, signal),
    snapshot: (work, { signal } = {}) => run("snapshot", work, signal),
  };
}
