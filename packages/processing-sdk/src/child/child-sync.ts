import type { Envelope } from "../domain/protocol/envelope.js";
import type { ProcessingError } from "../errors.js";
import type { PageOptions } from "../page-options.js";
import type { PortOptions } from "../ports/store.js";

/** What an answer of the root changed at the child. */
export type AcceptReport =
  /** It was applied. */
  | { readonly status: "applied"; readonly accounts: number }
  /** It came late, or twice, or for an earlier incarnation or epoch: it changed nothing. */
  | { readonly status: "ignored"; readonly reason: "stale" | "unasked" | "halted" }
  /** The child begins anew: the root has a new epoch, or one of the two was restored from a backup. */
  | {
      readonly status: "restarted";
      readonly reason: "new-epoch" | "origin-regressed" | "backup-too-old" | "declared-restored";
    }
  /** The root refused. With `PROCESSING_CURSOR_AHEAD` synchronisation halts. */
  | { readonly status: "refused"; readonly error: ProcessingError };

/** What a run of synchronisation did. */
export interface SyncReport {
  /** Documents that the root has received during the run. */
  readonly pushed: bigint;
  /** Accounts that were taken over. */
  readonly pulled: number;
  /** Whether everything recorded before the run is at the root, and the end of the feed was reached. */
  readonly isFinished: boolean;
}

/**
 * The child's side of the protocol. The messages may be carried by anything that loses, repeats and reorders them: the
 * three `create` functions tell what to ask, `accept` takes answers in any order; the `run` functions do both over the
 * transport of the node.
 */
export interface ChildSync {
  /** A greeting: the first message after a start and after a refusal. `undefined` while halted. */
  createHello(options?: PortOptions): Promise<Envelope | undefined>;
  /** The next documents for the root; `undefined` when there are none, before the first contact ever, or while halted. */
  createPush(options?: PageOptions): Promise<Envelope | undefined>;
  /** Asks for the next accounts; `undefined` before the first contact ever, or while halted. */
  createPull(options?: PageOptions): Promise<Envelope | undefined>;
  /**
   * Takes an answer of the root.
   *
   * @throws ProcessingError `PROCESSING_MALFORMED_DOCUMENT`, `PROCESSING_ENVELOPE_INVALID` for one that is no answer.
   */
  accept(answer: Envelope, options?: PortOptions): Promise<AcceptReport>;

  /** Sends documents, page by page. Rejects like {@link ChildSync.runSync}. */
  runPush(options?: PageOptions): Promise<SyncReport>;
  /** Takes over accounts, page by page. Rejects like {@link ChildSync.runSync}. */
  runPull(options?: PageOptions): Promise<SyncReport>;
  /**
   * Sends documents, then takes over accounts. Greets the root first where that is needed.
   *
   * @throws ProcessingError what the transport throws, and what the root refuses with; `PROCESSING_CURSOR_AHEAD` while
   * halted.
   */
  runSync(options?: PageOptions): Promise<SyncReport>;

  /**
   * Lets a halted child go on, and takes everything over from the beginning: accounts are unusable until they were pulled
   * again. For use after `PROCESSING_CURSOR_AHEAD` once its cause is removed, or when an audit finds differences.
   */
  resynchronise(options?: PortOptions): Promise<void>;
  /** To be called once after this child was restored from a backup; it also finds that out by itself. */
  declareRestored(options?: PortOptions): Promise<void>;
}
