import { ProcessingError } from "@opora/processing-sdk";

/** Lets work pass one at a time, in the order of asking. */
export interface Turns {
  /** @throws ProcessingError `PROCESSING_CLOSED`, the reason of the signal, whatever `work` throws. */
  take<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T>;
  /** Refuses further work and waits for what was asked for. */
  close(): Promise<void>;
}

/** Creates the turns. */
export function createTurns(): Turns {
  const waiting = new Set<() => void>();
  let isBusy = false;
  let announceIdle: (() => void) | undefined;
  let closing: Promise<void> | undefined;

  function pass(): void {
    const [next] = waiting;
    if (next !== undefined) {
      waiting.delete(next);
      next();
      return;
    }
    isBusy = false;
    announceIdle?.();
  }

  function wait(signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const admit = (): void => {
        signal?.removeEventListener("abort", giveUp);
        resolve();
      };
      const giveUp = (): void => {
        waiting.delete(admit);
        reject(signal?.reason);
      };
      signal?.addEventListener("abort", giveUp, { once: true });
      waiting.add(admit);
    });
  }

  return {
    async take(work, signal) {
      signal?.throwIfAborted();
      if (closing !== undefined) throw new ProcessingError("PROCESSING_CLOSED", "The store is closed.");
      if (isBusy) await wait(signal);
      isBusy = true;
      try {
        return await work();
      } finally {
        pass();
      }
    },
    close() {
      closing ??= new Promise((resolve) => {
        announceIdle = resolve;
        if (!isBusy) resolve();
      });
      return closing;
    },
  };
}
