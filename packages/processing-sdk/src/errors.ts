import { OporaError, type OporaErrorOptions } from "@opora/core";

/** Codes of the errors that `@opora/processing-sdk` throws, or puts into the result of a rejected command. */
export type ProcessingErrorCode =
  | "PROCESSING_ACCOUNT_NOT_FOUND"
  /** The account is blocked: it takes no debits and, where so configured, no credits. */
  | "PROCESSING_ACCOUNT_BLOCKED"
  | "PROCESSING_ACCOUNT_CLOSED"
  /** An account can be closed only at a balance of zero, without reservations and allotments. */
  | "PROCESSING_ACCOUNT_NOT_EMPTY"
  /** Available money does not cover the debit; `details` has the shortfall, for a scheme part by part. */
  | "PROCESSING_INSUFFICIENT_FUNDS"
  /** Only the root may do this: open or change global accounts, grant allotments, redrive. */
  | "PROCESSING_NOT_ROOT"
  /** The spend mode of the account asks for a reservation at the root first. */
  | "PROCESSING_RESERVATION_REQUIRED"
  | "PROCESSING_RESERVATION_NOT_FOUND"
  /** The reservation was captured, released or has expired. */
  | "PROCESSING_RESERVATION_ENDED"
  | "PROCESSING_DOCUMENT_NOT_FOUND"
  | "PROCESSING_ALREADY_REVERSED"
  | "PROCESSING_REFUND_EXCEEDS"
  /** A document of this kind has no refund and no cancel: a refund, a cancel, an adjustment. */
  | "PROCESSING_NOT_REVERSIBLE"
  /** The id was used for another command. */
  | "PROCESSING_IDEMPOTENCY_CONFLICT"
  /** `ifRevision` is not the revision of the account. */
  | "PROCESSING_REVISION_CONFLICT"
  | "PROCESSING_CURRENCY_MISMATCH"
  /** An amount, or a balance after it, leaves the range of a signed 64-bit integer. */
  | "PROCESSING_AMOUNT_RANGE"
  /** A command or document that cannot be understood; `details.path` says where. */
  | "PROCESSING_MALFORMED_DOCUMENT"
  /** The child is ahead of the root in the same epoch: a root restored without a new epoch, or another root. */
  | "PROCESSING_CURSOR_AHEAD"
  /** The child's sequence is behind, or differs from, what the root received: the child was restored from a backup. */
  | "PROCESSING_ORIGIN_REGRESSED"
  /** The root has a new epoch; the child synchronises anew before its accounts can be used. */
  | "PROCESSING_EPOCH_CHANGED"
  /** The queue of callers is full: try later. */
  | "PROCESSING_OVERLOADED"
  /** Somebody else changed the same records meanwhile; the transaction was rolled back and may be run again. */
  | "PROCESSING_STORE_CONFLICT"
  /** The store cannot be reached; nothing was done. */
  | "PROCESSING_STORE_UNAVAILABLE"
  /** The answer to a commit was lost: repeat with the same id. */
  | "PROCESSING_OUTCOME_UNKNOWN"
  /** Stored records that contradict each other. */
  | "PROCESSING_STORE_CORRUPT"
  | "PROCESSING_TRANSPORT_UNAVAILABLE"
  /** No answer in time: the other side may or may not have acted. */
  | "PROCESSING_TRANSPORT_TIMEOUT"
  /** The peer is not who it says, or speaks for an origin that is not its own. */
  | "PROCESSING_UNAUTHENTICATED"
  | "PROCESSING_PROTOCOL_VERSION"
  /** A message that is no envelope, or is larger, deeper or longer than allowed. */
  | "PROCESSING_ENVELOPE_INVALID"
  | "PROCESSING_CLOSED"
  | "PROCESSING_OPTIONS_INVALID";

/** What is known of a command that failed. */
export type CommandOutcome =
  /** Nothing was done. */
  | "not-done"
  /** It may have been done: repeat it with the same id. */
  | "unknown";

/** What a {@link ProcessingError} carries beside its code and message. */
export interface ProcessingErrorOptions extends OporaErrorOptions {
  /** Default: `not-done`. */
  readonly outcome?: CommandOutcome;
}

/** An error of `@opora/processing-sdk`. */
export class ProcessingError<Code extends ProcessingErrorCode = ProcessingErrorCode> extends OporaError<Code> {
  static override readonly brand: string = "@opora/processing-sdk/ProcessingError";
  readonly outcome: CommandOutcome;

  constructor(code: Code, message: string, options: ProcessingErrorOptions = {}) {
    super(code, message, options);
    this.outcome = options.outcome ?? "not-done";
  }
}
