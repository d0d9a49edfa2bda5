import { ProcessingError } from "./errors.js";

/** Lets at most so many pieces of work run at once; the others wait in their order. */
export interface Turns {
  take<T>(work: () => Promise<T>): Promise<T>;
  /** Takes nothing new, and resolves when everything that was taken is done. */
  close(): Promise<void>;
}

/** How many may run at once, and how many may wait. */
export interface TurnsOptions {
  readonly atOnce: number;
  readonly waiting: number;
}

/**
 * Creates turns. Work beyond those that may wait is refused with `PROCESSING_OVERLOADED`, after the end with
 * `PROCESSING_CLOSED`.
 */
export function createTurns({ atOnce, waiting }: TurnsOptions): Turns {
  const queue: (() => void)[] = [];
  let running = 0;
  let isClosed = false;
  let whenIdle: (() => void) | undefined;

  function leave(): void {
    const next = queue.shift();
    // The place goes to the next in line.
    if (next !== undefined) next();
    else running -= 1;
    if (running === 0) whenIdle?.();
  }

  async function enter(): Promise<void> {
    if (isClosed) throw new ProcessingError("PROCESSING_CLOSED", "The node is closed.");
    if (running < atOnce) {
      running += 1;
      return;
    }
    if (queue.length >= waiting) {
      throw new ProcessingError("PROCESSING_OVERLOADED", "Too many messages wait already: try later.", {
        retryable: true,
      });
    }
    await new Promise<void>((resolve) => queue.push(resolve));
  }

  return {
    async take(work) {
      await enter();
      try {
        return await work();
      } finally {
        leave();
      }
    },
    async close() {
      isClosed = true;
      if (running > 0) await new Promise<void>((resolve) => (whenIdle = resolve));
    },
  };
}
