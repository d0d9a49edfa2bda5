import { beginning, dayMs } from "../schedule/population.js";
import type { NodeName } from "../schedule/step.js";

/** The clocks of the system. */
export interface WorldClocks {
  readonly now: () => Date;
  elapse(days: number): void;
  skew(node: NodeName, days: number): void;
  of(node: NodeName): { now(): Date };
}

/** Creates clocks that stand at the beginning and agree. */
export function createWorldClocks(): WorldClocks {
  let passedMs = 0;
  const skewMs: Record<NodeName, number> = { root: 0, a: 0, b: 0 };
  const at = (offsetMs: number): Date => new Date(beginning.getTime() + passedMs + offsetMs);
  return {
    now: () => at(0),
    elapse(days) {
      passedMs += days * dayMs;
    },
    skew(node, days) {
      skewMs[node] = days * dayMs;
    },
    of: (node) => ({ now: () => at(skewMs[node]) }),
  };
}
