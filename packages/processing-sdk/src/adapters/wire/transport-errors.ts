import { type CommandOutcome, ProcessingError } from "@opora/processing-sdk";

/** What failed, and what led to it. */
export interface Failure {
  readonly message: string;
  readonly cause?: unknown;
  /** Default: what the kind of failure says. */
  readonly outcome?: CommandOutcome;
}

/** Nothing of the request left, or the other side says that it did not take it. */
export function notSent({ message, cause }: Failure): ProcessingError {
  return new ProcessingError("PROCESSING_TRANSPORT_UNAVAILABLE", message, { retryable: true, cause });
}

/** The request may have arrived, and no answer came. */
export function unanswered({ message, cause }: Failure): ProcessingError {
  return new ProcessingError("PROCESSING_TRANSPORT_TIMEOUT", message, { retryable: true, outcome: "unknown", cause });
}

/** The other side is not who it should be, or does not believe us. */
export function unauthenticated({ message, cause, outcome = "not-done" }: Failure): ProcessingError {
  return new ProcessingError("PROCESSING_UNAUTHENTICATED", message, { cause, outcome });
}

/** What came is no answer to the request: what became of the request is not known. */
export function badAnswer({ message, cause }: Failure): ProcessingError {
  return new ProcessingError("PROCESSING_ENVELOPE_INVALID", message, { outcome: "unknown", cause });
}

/** A call on a transport that was closed, before it or meanwhile. */
export function transportClosed(outcome: CommandOutcome): ProcessingError {
  return new ProcessingError("PROCESSING_CLOSED", "The transport is closed.", { outcome });
}

/** A message beyond what its carrier takes; nothing was sent. */
export function messageTooLarge(maxMessageBytes: number): ProcessingError {
  return new ProcessingError(
    "PROCESSING_ENVELOPE_INVALID",
    `The message is larger than the ${maxMessageBytes} bytes that the broker takes: take smaller pages, or raise its limit.`,
    { details: { maxMessageBytes } },
  );
}
