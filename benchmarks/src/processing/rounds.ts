import type { Disk } from "./disk.js";
import { type LoadFigures, medianFigures } from "./latencies.js";

/** Something to be measured, by name. */
export type Candidates<Name extends string> = Readonly<Record<Name, () => LoadFigures | Promise<LoadFigures>>>;

/**
 * Measures the candidates in turns, each when the disk is healthy, and takes the medians: a busy moment of the machine
 * meets all of them.
 */
export async function measureInRounds<Name extends string>(
  disk: Disk,
  rounds: number,
  candidates: Candidates<Name>,
): Promise<Readonly<Record<Name, LoadFigures>>> {
  const names = Object.keys(candidates) as Name[];
  const taken = Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<Name, LoadFigures[]>;
  for (let round = 0; round < rounds; round += 1) {
    for (const name of names) {
      await disk.untilHealthy();
      taken[name].push(await candidates[name]());
    }
  }
  return Object.fromEntries(names.map((name) => [name, medianFigures(taken[name])])) as Record<Name, LoadFigures>;
}

/** The figures of candidates, as a comparison prints them: `<name>PerSecond`, `<name>P99Ms`. */
export function describeFigures(measured: Readonly<Record<string, LoadFigures>>): Record<string, number> {
  return Object.fromEntries(
    Object.entries(measured).flatMap(([name, { perSecond, p50Ms, p99Ms }]) => [
      [`${name}PerSecond`, Math.round(perSecond)],
      [`${name}P50Ms`, Math.round(p50Ms * 100) / 100],
      [`${name}P99Ms`, Math.round(p99Ms * 100) / 100],
    ]),
  );
}
