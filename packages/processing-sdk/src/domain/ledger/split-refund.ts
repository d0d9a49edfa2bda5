import { allocateMinorUnits } from "@opora/core";

/**
 * Splits an amount over lines in proportion to what is left of each, by largest remainder; of equal remainders the last
 * line gets the minor unit. No line gets more than is left of it, and the sum is exact.
 *
 * @param amount - From 1 to the sum of `left`.
 * @param left - What is left of each line; none below zero.
 */
export function splitOverLines(amount: bigint, left: readonly bigint[]): readonly bigint[] {
  return allocateMinorUnits(amount, left.toReversed()).toReversed();
}
