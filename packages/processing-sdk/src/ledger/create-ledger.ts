import type { ProcessingArchive } from "../ports/archive.js";
import type { Remote } from "../ports/remote.js";
import type { NodeStorage } from "../storage/node-storage.js";
import type { Ledger } from "./ledger.js";
import type { LedgerContext } from "./ledger-context.js";

/** What {@link createLedger} needs. */
export interface LedgerOptions {
  readonly context: LedgerContext;
  readonly storage: NodeStorage;
  /** Starts a flush of the callers that have gathered. Default: `setImmediate`. */
  readonly defer?: (flush: () => void) => void;
  /** Most commands in one transaction, 1 to 10,000. Default: 1000. */
  readonly maxBatch?: number;
  /** Most commands that wait, 1 to 1,000,000; further ones are refused with `PROCESSING_OVERLOADED`. Default: 10,000. */
  readonly maxQueue?: number;
  /** At the root: where documents are that were cleaned up. */
  readonly archive?: ProcessingArchive;
  /** At a child: the way to the root for what only the root can do. */
  readonly remote?: Remote;
}

/** A ledger that can be closed. */
export interface RunningLedger extends Ledger {
  /** Takes no new calls, and resolves when those that it took have their results. */
  close(): Promise<void>;
}

/** The ledger of a node, with group commit. */
export function createLedger(_options: LedgerOptions): RunningLedger {
  throw new Error("under way");
}
