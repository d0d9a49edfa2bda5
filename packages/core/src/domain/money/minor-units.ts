import { CoreError } from "../../errors.js";
import { invalidOption } from "../options.js";

const int64Min = -(2n ** 63n);
const int64Max = 2n ** 63n - 1n;
const fractionDigitsMax = 18;
/** A minus, the digits of a 64-bit integer and a point; longer texts are refused unread. */
const textLengthMax = 21;
/** A total of at most this many digits is exact in a double. */
const exactDigitsMax = 15;

/** Why a text is no amount. */
export type InvalidAmountReason =
  /** The text is empty or longer than any amount that fits. */
  | "length"
  /** Something else than digits, one leading minus and one point: a space, a comma, a plus, an exponent. */
  | "character"
  /** A point without a digit on both sides. */
  | "point"
  /** A zero before the first digit of the integer part: `007`. */
  | "leading-zero"
  /** More digits after the point than the currency has. */
  | "fraction"
  /** Outside of a signed 64-bit integer. */
  | "range";

/**
 * Reads a decimal amount as an integer number of minor units (kopecks, tiyn).
 *
 * The grammar is `-?(0|[1-9][0-9]*)(\.[0-9]{1,n})?` with `n = fractionDigits`: a point and nothing else separates the
 * fraction, missing decimals are zeros, and leading zeros are refused because `007` is more often an identifier in the
 * wrong column than seven roubles. `-0.00` is zero. The result fits a signed 64-bit integer, hence every database.
 *
 * @param fractionDigits - Digits of the minor unit, 0 to 18: 2 for roubles and tenge.
 * @throws {@link CoreError} `CORE_MONEY_FORMAT`; `details.reason` is an {@link InvalidAmountReason}. The text itself is never
 * repeated, since what stands in the wrong column may be personal data.
 * @example
 * ```ts
 * parseMinorUnits("12345.67", 2); // 1234567n
 * parseMinorUnits("12345,67", 2); // throws
 * ```
 */
export function parseMinorUnits(text: string, fractionDigits: number): bigint {
  checkFractionDigits(fractionDigits);
  const length = text.length;
  if (length === 0 || length > textLengthMax) throw invalidAmount("length", fractionDigits);

  const start = text.charCodeAt(0) === minus ? 1 : 0;
  let pointAt = -1;
  let small = 0;
  for (let at = start; at < length; at += 1) {
    const code = text.charCodeAt(at);
    if (code >= zero && code <= nine) small = small * 10 + (code - zero);
    else if (code === point && pointAt < 0) pointAt = at;
    else throw invalidAmount("character", fractionDigits);
  }

  const integerEnd = pointAt < 0 ? length : pointAt;
  const decimals = pointAt < 0 ? 0 : length - pointAt - 1;
  if (integerEnd === start || pointAt === length - 1) throw invalidAmount("point", fractionDigits);
  if (text.charCodeAt(start) === zero && integerEnd - start > 1) throw invalidAmount("leading-zero", fractionDigits);
  if (decimals > fractionDigits) throw invalidAmount("fraction", fractionDigits);

  // Most amounts are short, and a double is several times as fast as BigInt arithmetic on text.
  const scale = fractionDigits - decimals;
  const digits = integerEnd - start + decimals;
  if (digits + scale <= exactDigitsMax) {
    const minor = BigInt(small * 10 ** scale);
    return start === 1 ? -minor : minor;
  }
  const magnitude = BigInt(text.slice(start, integerEnd) + text.slice(integerEnd + 1)) * 10n ** BigInt(scale);
  const minor = start === 1 ? -magnitude : magnitude;
  if (minor < int64Min || minor > int64Max) throw invalidAmount("range", fractionDigits);
  return minor;
}

/**
 * Writes minor units as a decimal with exactly `fractionDigits` decimals; the inverse of {@link parseMinorUnits}.
 *
 * @example
 * ```ts
 * formatMinorUnits(-5n, 2); // "-0.05"
 * ```
 */
export function formatMinorUnits(minor: bigint, fractionDigits: number): string {
  checkFractionDigits(fractionDigits);
  const sign = minor < 0n ? "-" : "";
  const digits = (minor < 0n ? -minor : minor).toString().padStart(fractionDigits + 1, "0");
  if (fractionDigits === 0) return sign + digits;
  return `${sign}${digits.slice(0, -fractionDigits)}.${digits.slice(-fractionDigits)}`;
}

const minus = 0x2d;
const point = 0x2e;
const zero = 0x30;
const nine = 0x39;

const explanations: Readonly<Record<InvalidAmountReason, string>> = {
  length: `it must have 1 to ${textLengthMax} characters`,
  character: "only digits, one point and a leading minus may stand in it",
  point: "a digit must stand on both sides of the point",
  "leading-zero": "the integer part must not begin with a zero",
  fraction: "it has more decimals than the currency",
  range: "in minor units it must fit a signed 64-bit integer",
};

function invalidAmount(reason: InvalidAmountReason, fractionDigits: number): CoreError {
  return new CoreError("CORE_MONEY_FORMAT", `Not an amount like "12345.67": ${explanations[reason]}.`, {
    details: { reason, fractionDigits },
  });
}

function checkFractionDigits(fractionDigits: number): void {
  if (Number.isInteger(fractionDigits) && fractionDigits >= 0 && fractionDigits <= fractionDigitsMax) return;
  throw invalidOption("fractionDigits", `must be an integer from 0 to ${fractionDigitsMax}`);
}
