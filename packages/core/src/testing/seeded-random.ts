import type { Random } from "@opora/core";

/** A reproducible source: never for keys or signatures that matter. */
export interface SeededRandom extends Random {
  /** A number in [0, 1). */
  fraction(): number;
  /** An integer in [0, `limit`). */
  below(limit: number): number;
}

/** Creates a reproducible source (mulberry32) from a 32-bit seed. */
export function createSeededRandom(seed: number): SeededRandom {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  const fraction = (): number => next() / 2 ** 32;
  return {
    fraction,
    below: (limit) => Math.floor(fraction() * limit),
    bytes: (length) => Uint8Array.from({ length }, () => next() & 0xff),
  };
}
