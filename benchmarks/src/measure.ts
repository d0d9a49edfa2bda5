import { performance } from "node:perf_hooks";

/** Best time of `rounds` calls, in milliseconds, after `warmups` unmeasured ones: the least disturbed by other work. */
export async function bestTimeMs(
  work: () => unknown,
  { rounds, warmups }: { rounds: number; warmups: number },
): Promise<number> {
  for (let i = 0; i < warmups; i += 1) await work();
  let best = Number.POSITIVE_INFINITY;
  for (let i = 0; i < rounds; i += 1) {
    const start = performance.now();
    await work();
    best = Math.min(best, performance.now() - start);
  }
  return best;
}

/**
 * Best times of two works run in turns, in milliseconds, so that a busy moment of the machine meets both.
 */
export async function bestTimesInTurnsMs(
  first: () => unknown,
  second: () => unknown,
  { rounds, warmups }: { rounds: number; warmups: number },
): Promise<readonly [number, number]> {
  await bestTimeMs(first, { rounds: 0, warmups });
  await bestTimeMs(second, { rounds: 0, warmups });
  let best: readonly [number, number] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (let i = 0; i < rounds; i += 1) {
    best = [
      Math.min(best[0], await bestTimeMs(first, { rounds: 1, warmups: 0 })),
      Math.min(best[1], await bestTimeMs(second, { rounds: 1, warmups: 0 })),
    ];
  }
  return best;
}
