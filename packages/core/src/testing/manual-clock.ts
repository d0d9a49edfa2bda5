import type { Clock } from "@opora/core";

/** A clock that stands still until it is moved. */
export interface ManualClock extends Clock {
  /** Moves the clock forward by `ms` milliseconds. */
  advance(ms: number): void;
  /** Sets the clock to `instant`. */
  set(instant: Date): void;
}

/**
 * Creates a clock for tests.
 *
 * @example
 * ```ts
 * const clock = createManualClock(new Date("2026-01-15T09:00:00+03:00"));
 * clock.advance(60_000);
 * ```
 */
export function createManualClock(start: Date): ManualClock {
  let currentMs = start.getTime();
  return {
    now: () => new Date(currentMs),
    advance(ms) {
      currentMs += ms;
    },
    set(instant) {
      currentMs = instant.getTime();
    },
  };
}
