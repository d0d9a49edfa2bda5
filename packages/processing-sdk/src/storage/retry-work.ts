import { backoffDelayMs, type Random } from "@opora/core";
import { ProcessingError } from "../errors.js";
import type { Pause } from "../ports/pause.js";

/** How long and how often work on the store is tried again. */
export interface RetryOptions {
  readonly pause: Pause;
  readonly random: Random;
  /** How often work is run again after a conflict. */
  readonly conflictRetries: number;
  /** How long to wait, in all, for a database that is away, in milliseconds. */
  readonly storeWaitMs: number;
}

/** Delays in milliseconds: conflicts end within the time of a transaction, a database comes back within seconds. */
const conflictDelay = { baseMs: 2, maxMs: 200 };
const absenceDelay = { baseMs: 50, maxMs: 2000 };

/**
 * Runs work until it is committed: again after a conflict, and again when the database was away or the answer to a commit
 * was lost, which is harmless because work recognises what it has done by its ids.
 *
 * @throws ProcessingError `PROCESSING_STORE_CONFLICT` and `PROCESSING_STORE_UNAVAILABLE` when it gave up and nothing was
 * done; `PROCESSING_OUTCOME_UNKNOWN` when it gave up and a commit may have happened; whatever else the work throws.
 */
export async function retryWork<T>(
  work: () => Promise<T>,
  { pause, random, conflictRetries, storeWaitMs }: RetryOptions,
  signal: AbortSignal | undefined,
): Promise<T> {
  let conflicts = 0;
  let absences = 0;
  let waitedMs = 0;
  let mayBeDone = false;
  for (;;) {
    try {
      signal?.throwIfAborted();
      return await work();
    } catch (error) {
      const code = ProcessingError.is(error) ? error.code : undefined;
      mayBeDone ||= code === "PROCESSING_OUTCOME_UNKNOWN";
      const isConflict = code === "PROCESSING_STORE_CONFLICT";
      const isAway = code === "PROCESSING_STORE_UNAVAILABLE" || code === "PROCESSING_OUTCOME_UNKNOWN";
      const canGoOn = (isConflict && conflicts < conflictRetries) || (isAway && waitedMs < storeWaitMs);
      if (!canGoOn) throw mayBeDone ? outcomeUnknown(error) : error;

      const attempt = isConflict ? ++conflicts : ++absences;
      const delayMs = backoffDelayMs({
        attempt,
        ...(isConflict ? conflictDelay : absenceDelay),
        jitter: "equal",
        random,
      });
      if (isAway) waitedMs += delayMs;
      try {
        await pause(delayMs, { signal });
      } catch (calledOff) {
        throw mayBeDone ? outcomeUnknown(calledOff) : calledOff;
      }
    }
  }
}

/** A commit whose answer was lost stays in doubt, whatever went wrong after it. */
function outcomeUnknown(cause: unknown): ProcessingError {
  if (ProcessingError.is(cause) && cause.outcome === "unknown") return cause;
  return new ProcessingError(
    "PROCESSING_OUTCOME_UNKNOWN",
    "The answer to a commit was lost and the store could not be asked again: repeat the call with the same id.",
    { cause, retryable: true, outcome: "unknown" },
  );
}
