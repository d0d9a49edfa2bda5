import type { Comparison } from "../benchmark.js";

/** A claim: its name, the measured ratio, its limit and on which side of it the ratio must be (default: `at least`). */
export type Claim = readonly [name: string, ratio: number, target: number, comparison?: Comparison["comparison"]];

/** Claims that follow from one set of figures, which are printed with the first of them. */
export function claimAll(claims: readonly Claim[], figures: Comparison["figures"]): readonly Comparison[] {
  return claims.map(([name, ratio, target, comparison = "at least"], index) => ({
    name,
    ratio,
    target,
    comparison,
    figures: index === 0 ? figures : {},
  }));
}
