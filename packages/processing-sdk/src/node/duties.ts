import { ProcessingError } from "../errors.js";

/** Counts the runs of duties, so that a node can wait for them. */
export interface Duties {
  /** Makes a duty that is refused once the node is closed, and that closing waits for. */
  guard<Options, Report>(run: (options?: Options) => Promise<Report>): (options?: Options) => Promise<Report>;
  /** Takes no new run, and resolves when those under way are done. */
  close(): Promise<void>;
}

/** Creates the duties of a node. */
export function createDuties(): Duties {
  const underWay = new Set<Promise<unknown>>();
  let isClosed = false;
  return {
    guard: (run) => async (options) => {
      if (isClosed) throw new ProcessingError("PROCESSING_CLOSED", "The node is closed.");
      const work = run(options);
      underWay.add(work);
      try {
        return await work;
      } finally {
        underWay.delete(work);
      }
    },
    async close() {
      isClosed = true;
      await Promise.allSettled(underWay);
    },
  };
}
