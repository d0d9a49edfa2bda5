import type { GostError } from "@opora/gost";

/** How long some work may take, and who else may stop it. */
export interface Deadline {
  readonly timeoutMs: number;
  /** The caller's own signal. */
  readonly signal: AbortSignal | undefined;
  /** The error to fail with when the time is up. */
  timedOut(): GostError;
}

/**
 * Runs `work` under a deadline. Its signal fires when the caller aborts or the time is up; what `work` then fails with is
 * replaced by the caller's reason or by {@link Deadline.timedOut}.
 */
export async function withDeadline<T>(deadline: Deadline, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const { timeoutMs, signal: outer } = deadline;
  outer?.throwIfAborted();
  const controller = new AbortController();
  const { signal } = controller;
  const forward = (): void => controller.abort(outer?.reason);
  const timer = setTimeout(() => controller.abort(deadline.timedOut()), timeoutMs);
  outer?.addEventListener("abort", forward, { once: true });
  try {
    return await work(signal);
  } catch (error) {
    throw signal.aborted ? signal.reason : error;
  } finally {
    clearTimeout(timer);
    outer?.removeEventListener("abort", forward);
  }
}
