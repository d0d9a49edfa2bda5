import { CoreError } from "../../errors.js";

/**
 * Splits an amount in proportion to weights so that the parts add up to it exactly.
 *
 * Largest remainder method: each part is rounded towards zero, and the minor units left over go one each to the largest
 * remainders, on a tie to the earlier part. A negative amount is split as its opposite, so a reversal mirrors what it
 * reverses. A part of weight 0 gets 0.
 *
 * @param weights - At least one; none negative; not all zero.
 * @throws {@link CoreError} `CORE_MONEY_ALLOCATION` when the weights are not so.
 * @example
 * ```ts
 * allocateMinorUnits(100n, [1n, 1n, 1n]); // [34n, 33n, 33n]
 * ```
 */
export function allocateMinorUnits(total: bigint, weights: readonly bigint[]): readonly bigint[] {
  const weightSum = checkedSum(weights);
  const magnitude = total < 0n ? -total : total;
  const shares = weights.map((weight, index) => {
    const product = magnitude * weight;
    return { index, part: product / weightSum, remainder: product % weightSum };
  });
  const leftOver = Number(shares.reduce((left, share) => left - share.part, magnitude));

  const parts = shares.map((share) => share.part);
  const byRemainder = shares.toSorted((a, b) => compareDescending(a.remainder, b.remainder) || a.index - b.index);
  for (const { index, part } of byRemainder.slice(0, leftOver)) parts[index] = part + 1n;
  return total < 0n ? parts.map((part) => -part) : parts;
}

function checkedSum(weights: readonly bigint[]): bigint {
  let sum = 0n;
  for (const [index, weight] of weights.entries()) {
    if (weight < 0n) throw invalidWeights("no weight may be negative", `/${index}`);
    sum += weight;
  }
  if (sum === 0n) throw invalidWeights("at least one weight must be above zero", "");
  return sum;
}

function invalidWeights(requirement: string, path: string): CoreError {
  return new CoreError("CORE_MONEY_ALLOCATION", `Cannot allocate by these weights: ${requirement}.`, {
    details: { path },
  });
}

function compareDescending(a: bigint, b: bigint): number {
  return a === b ? 0 : a > b ? -1 : 1;
}
