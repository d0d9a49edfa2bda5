/** What ends an exchange early. */
export interface TimeLimits {
  readonly timeoutMs: number;
  readonly signal: AbortSignal | undefined;
  /** The error to reject with when the time is over; it knows how far the exchange got. */
  readonly timedOut: () => Error;
}

/** The calls of a transport that are under way. */
export interface Calls {
  /**
   * Runs `work` until it settles, the time is over, the caller calls it off or the transport is closed, whatever comes
   * first. The signal that `work` gets is aborted in the latter cases, with the error that the caller gets as its reason.
   */
  run<T>(limits: TimeLimits, work: (signal: AbortSignal) => Promise<T>): Promise<T>;
  /** Calls off what is under way and refuses what comes later. */
  close(): void;
}

/** Beyond it a timer of Node fires at once. */
const longestTimerMs = 2 ** 31 - 1;

/** Creates {@link Calls}; `closed` makes the error of those that closing ends or refuses. */
export function createCalls(closed: (outcome: "not-done" | "unknown") => Error): Calls {
  const underWay = new Set<AbortController>();
  let isClosed = false;
  return {
    async run({ timeoutMs, signal, timedOut }, work) {
      if (isClosed) throw closed("not-done");
      signal?.throwIfAborted();
      const controller = new AbortController();
      const isOver = new Promise<never>((_resolve, reject) => {
        controller.signal.addEventListener("abort", () => reject(controller.signal.reason), { once: true });
      });
      const callOff = (): void => controller.abort(signal?.reason);
      const timer = setTimeout(() => controller.abort(timedOut()), Math.min(timeoutMs, longestTimerMs));
      signal?.addEventListener("abort", callOff, { once: true });
      underWay.add(controller);
      try {
        return await Promise.race([work(controller.signal), isOver]);
      } finally {
        underWay.delete(controller);
        clearTimeout(timer);
        signal?.removeEventListener("abort", callOff);
      }
    },
    close() {
      isClosed = true;
      for (const controller of underWay) controller.abort(closed("unknown"));
    },
  };
}
