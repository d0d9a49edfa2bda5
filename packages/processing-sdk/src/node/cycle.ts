import type { PortOptions } from "../ports/store.js";

/** A periodic duty of a node. The library holds no timers: the host runs each duty in its period. */
export interface Cycle {
  /** For instance `settle`. */
  readonly name: string;
  /** How long to wait after one run before the next, in milliseconds. */
  readonly periodMs: number;
  /** Does one run; what it did is for the log. Rejects with a `ProcessingError`: run it again in the next period. */
  run(options?: PortOptions): Promise<unknown>;
}
