import { notSent } from "./transport-errors.js";

/** What a listener works on. */
export interface WorkUnderWay {
  /** Aborted when work is no longer waited for. */
  readonly signal: AbortSignal;
  /** Counts work that never rejects. */
  add(work: Promise<void>): Promise<void>;
  /** Waits for all of it, up to a time; then aborts the signal and waits no longer. */
  finish(timeoutMs: number): Promise<void>;
}

/** Creates {@link WorkUnderWay}. */
export function createWorkUnderWay(): WorkUnderWay {
  const underWay = new Set<Promise<void>>();
  const controller = new AbortController();
  return {
    signal: controller.signal,
    async add(work) {
      underWay.add(work);
      await work;
      underWay.delete(work);
    },
    async finish(timeoutMs) {
      let timer: NodeJS.Timeout | undefined;
      const tooLong = new Promise<void>((resolve) => {
        timer = setTimeout(() => {
          controller.abort(notSent({ message: "The root is closing." }));
          resolve();
        }, timeoutMs);
      });
      await Promise.race([Promise.all(underWay), tooLong]);
      clearTimeout(timer);
    },
  };
}
