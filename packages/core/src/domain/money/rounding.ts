import { invalidOption } from "../options.js";

/**
 * How a quotient becomes an integer. The first five are the rounding attributes of IEEE 754-2019 §4.3; there is no
 * default anywhere.
 *
 * - `tiesToEven`: to the nearest, a tie to the even neighbour ("banker's rounding");
 * - `tiesToAway`: to the nearest, a tie away from zero (what accountants and Java call *half up*);
 * - `towardZero`: cut off;
 * - `towardPositive`: up (ceiling);
 * - `towardNegative`: down (floor);
 * - `tiesToZero`: to the nearest, a tie towards zero (*half down*);
 * - `awayFromZero`: to the greater magnitude.
 */
export type RoundingMode =
  | "tiesToEven"
  | "tiesToAway"
  | "towardZero"
  | "towardPositive"
  | "towardNegative"
  | "tiesToZero"
  | "awayFromZero";

/**
 * Divides integers and rounds the quotient.
 *
 * @throws {@link CoreError} `CORE_OPTIONS_INVALID` when `denominator` is zero or `rounding` is no {@link RoundingMode}.
 * @example
 * ```ts
 * divideRounded(5n, 2n, "tiesToEven"); // 2n
 * divideRounded(-5n, 2n, "tiesToAway"); // -3n
 * ```
 */
export function divideRounded(numerator: bigint, denominator: bigint, rounding: RoundingMode): bigint {
  if (denominator === 0n) throw invalidOption("denominator", "must not be zero");
  if (!Object.hasOwn(roundsAway, rounding)) {
    throw invalidOption("rounding", `must be one of ${Object.keys(roundsAway).join(", ")}`);
  }
  const truncated = numerator / denominator;
  const remainder = magnitude(numerator % denominator);
  if (remainder === 0n) return truncated;
  const isNegative = numerator < 0n !== denominator < 0n;
  const doubled = 2n * remainder;
  const size = magnitude(denominator);
  const half = doubled === size ? 0 : doubled > size ? 1 : -1;
  const isAway = roundsAway[rounding]({ half, isNegative, isOdd: truncated % 2n !== 0n });
  if (!isAway) return truncated;
  return isNegative ? truncated - 1n : truncated + 1n;
}

/** An inexact quotient: its fraction against one half, its sign, and the parity of its integer part. */
interface Inexact {
  readonly half: -1 | 0 | 1;
  readonly isNegative: boolean;
  readonly isOdd: boolean;
}

/** Whether the integer part moves one step away from zero. */
const roundsAway: Readonly<Record<RoundingMode, (quotient: Inexact) => boolean>> = {
  tiesToEven: ({ half, isOdd }) => half > 0 || (half === 0 && isOdd),
  tiesToAway: ({ half }) => half >= 0,
  towardZero: () => false,
  towardPositive: ({ isNegative }) => !isNegative,
  towardNegative: ({ isNegative }) => isNegative,
  tiesToZero: ({ half }) => half > 0,
  awayFromZero: () => true,
};

function magnitude(value: bigint): bigint {
  return value < 0n ? -value : value;
}
