import { setTimeout as delay } from "node:timers/promises";
import type { Clock } from "@opora/core";

/** A clock that runs faster than the machine's, from its present on. */
export interface AcceleratedClock extends Clock {
  /** Resolves after so many milliseconds of this clock. */
  wait(ms: number, signal: AbortSignal): Promise<void>;
}

/**
 * Creates a clock `factor` times as fast as `base`: a day of polling passes in minutes, and every rule about time stays
 * what it is.
 */
export function createAcceleratedClock(base: Clock, factor: number): AcceleratedClock {
  const startMs = base.now().getTime();
  return {
    now: () => new Date(startMs + (base.now().getTime() - startMs) * factor),
    wait: (ms, signal) => delay(Math.ceil(ms / factor), undefined, { signal }),
  };
}
