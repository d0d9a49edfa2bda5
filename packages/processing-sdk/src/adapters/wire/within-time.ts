/** What ends an exchange early. */
export interface TimeLimits {
  readonly timeoutMs: number;
  readonly signal: AbortSignal | undefined;
  /** The error to reject with when the time is over; it knows how far the exchange got. */
  readonly timedOut: () => Error;
}

/**
 * Runs `work` until it settles, the time is over or the caller calls it off, whatever comes first. The signal that `work`
 * gets is aborted in the latter cases, with the error that the caller gets as its reason.
 */
export async function withinTime<T>(
  { timeoutMs, signal, timedOut }: TimeLimits,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  signal?.throwIfAborted();
  const controller = new AbortController();
  const isOver = new Promise<never>((_resolve, reject) => {
    controller.signal.addEventListener("abort", () => reject(controller.signal.reason), { once: true });
  });
  const callOff = (): void => controller.abort(signal?.reason);
  const timer = setTimeout(() => controller.abort(timedOut()), timeoutMs);
  signal?.addEventListener("abort", callOff, { once: true });
  try {
    return await Promise.race([work(controller.signal), isOver]);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", callOff);
  }
}
