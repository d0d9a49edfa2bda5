import { type ExactKopecks, exactKopecks } from "../exact-kopecks.js";
import { comma, minus, nine, point, zero } from "./ascii.js";

/** Why a field is no amount. */
export type AmountRejection = "amount-format" | "amount-decimals" | "amount-range";

/** Digits before the decimal mark; with two decimals a total of fifteen is exact in a double. */
const integerDigitsMax = 13;

/**
 * Reads roubles and kopecks from `[from, to)`: digits without a leading zero, then nothing or a point or comma with one or
 * two digits; a minus may stand in front. Spaces between digits, exponents and a third decimal are refused.
 */
export function parseAmount(bytes: Uint8Array, from: number, to: number): ExactKopecks | AmountRejection {
  const isNegative = bytes[from] === minus && from < to;
  const start = isNegative ? from + 1 : from;
  let at = start;
  let value = 0;
  for (; at < to && isDigit(bytes[at]); at += 1) value = value * 10 + digitAt(bytes, at);
  const integerDigits = at - start;
  if (integerDigits === 0) return "amount-format";
  if (bytes[start] === zero && integerDigits > 1) return "amount-format";

  let decimals = 0;
  if (at < to && (bytes[at] === point || bytes[at] === comma)) {
    at += 1;
    for (; at < to && isDigit(bytes[at]); at += 1, decimals += 1) value = value * 10 + digitAt(bytes, at);
    if (decimals === 0) return "amount-format";
  }
  if (at !== to) return "amount-format";
  if (decimals > 2) return "amount-decimals";
  if (integerDigits > integerDigitsMax) return "amount-range";
  if (decimals === 1) value *= 10;
  else if (decimals === 0) value *= 100;
  // A negative zero would not be the same bytes as zero.
  return exactKopecks(isNegative && value !== 0 ? -value : value);
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= zero && byte <= nine;
}

function digitAt(bytes: Uint8Array, at: number): number {
  return (bytes[at] ?? zero) - zero;
}
