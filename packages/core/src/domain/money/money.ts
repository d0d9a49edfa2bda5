import { CoreError } from "../../errors.js";
import { allocateMinorUnits } from "./allocation.js";
import { formatMinorUnits, parseMinorUnits } from "./minor-units.js";
import { divideRounded, type RoundingMode } from "./rounding.js";

/** Currencies the libraries know, by ISO 4217 code, with the digits of their minor unit. */
export const currencyFractionDigits = { AMD: 2, BYN: 2, CNY: 2, EUR: 2, KGS: 2, KZT: 2, RUB: 2, USD: 2 } as const;

/** ISO 4217 code of a currency in {@link currencyFractionDigits}. */
export type Currency = keyof typeof currencyFractionDigits;

/** Whether a text is the code of a known currency. */
export function isCurrency(code: string): code is Currency {
  return Object.hasOwn(currencyFractionDigits, code);
}

/** An amount: a whole number of minor units (kopecks, tiyn) of one currency. */
export interface Money {
  /** May be negative, and of any size. */
  readonly minor: bigint;
  readonly currency: Currency;
}

/**
 * Reads a decimal amount of a currency; strict as {@link parseMinorUnits}.
 *
 * @example
 * ```ts
 * const price = parseMoney("12345.67", "RUB"); // { minor: 1234567n, currency: "RUB" }
 * ```
 */
export function parseMoney(text: string, currency: Currency): Money {
  return { minor: parseMinorUnits(text, currencyFractionDigits[currency]), currency };
}

/** Writes the amount as a decimal string without the currency, as it stands in JSON: `"12345.67"`. */
export function formatMoney(money: Money): string {
  return formatMinorUnits(money.minor, currencyFractionDigits[money.currency]);
}

/**
 * Adds two amounts of one currency.
 * @throws {@link CoreError} `CORE_MONEY_CURRENCY_MISMATCH`.
 */
export function addMoney(a: Money, b: Money): Money {
  return { minor: a.minor + sameCurrency(a, b).minor, currency: a.currency };
}

/**
 * Subtracts `b` from `a`.
 * @throws {@link CoreError} `CORE_MONEY_CURRENCY_MISMATCH`.
 */
export function subtractMoney(a: Money, b: Money): Money {
  return { minor: a.minor - sameCurrency(a, b).minor, currency: a.currency };
}

/**
 * Adds up amounts that are all of `currency`; zero when there are none.
 * @throws {@link CoreError} `CORE_MONEY_CURRENCY_MISMATCH`.
 */
export function sumMoney(amounts: Iterable<Money>, currency: Currency): Money {
  let sum: Money = { minor: 0n, currency };
  for (const amount of amounts) sum = addMoney(sum, amount);
  return sum;
}

/** The same amount with the opposite sign. */
export function negateMoney(money: Money): Money {
  return { minor: -money.minor, currency: money.currency };
}

/**
 * Orders two amounts of one currency: -1, 0 or 1, as `Array.prototype.sort` expects.
 * @throws {@link CoreError} `CORE_MONEY_CURRENCY_MISMATCH`.
 */
export function compareMoney(a: Money, b: Money): -1 | 0 | 1 {
  const other = sameCurrency(a, b).minor;
  return a.minor === other ? 0 : a.minor < other ? -1 : 1;
}

/** Multiplies by a whole number, exactly. */
export function multiplyMoney(money: Money, factor: bigint): Money {
  return { minor: money.minor * factor, currency: money.currency };
}

/**
 * Divides by a whole number and rounds to a whole minor unit.
 * @throws {@link CoreError} `CORE_OPTIONS_INVALID` for a zero divisor or an unknown rounding mode.
 */
export function divideMoney(money: Money, divisor: bigint, rounding: RoundingMode): Money {
  return { minor: divideRounded(money.minor, divisor, rounding), currency: money.currency };
}

/** A ratio of whole numbers: 20 % is `{ numerator: 20n, denominator: 100n }`. */
export interface Ratio {
  /** What the amount is multiplied by. */
  readonly numerator: bigint;
  /** What the product is divided by; not zero. */
  readonly denominator: bigint;
}

/**
 * Multiplies by a ratio and rounds once, at the end.
 *
 * @throws {@link CoreError} `CORE_OPTIONS_INVALID` for a zero denominator or an unknown rounding mode.
 * @example
 * ```ts
 * // VAT included in 1,200.00 roubles at 20 %
 * scaleMoney(parseMoney("1200.00", "RUB"), { numerator: 20n, denominator: 120n }, "tiesToAway"); // 200.00
 * ```
 */
export function scaleMoney(money: Money, ratio: Ratio, rounding: RoundingMode): Money {
  return {
    minor: divideRounded(money.minor * ratio.numerator, ratio.denominator, rounding),
    currency: money.currency,
  };
}

/**
 * Splits an amount in proportion to weights, keeping the sum; see {@link allocateMinorUnits}.
 *
 * @throws {@link CoreError} `CORE_MONEY_ALLOCATION`.
 * @example
 * ```ts
 * allocateMoney(parseMoney("100.00", "RUB"), [2n, 1n]); // 66.67 and 33.33
 * ```
 */
export function allocateMoney(money: Money, weights: readonly bigint[]): readonly Money[] {
  return allocateMinorUnits(money.minor, weights).map((minor) => ({ minor, currency: money.currency }));
}

function sameCurrency(a: Money, b: Money): Money {
  if (a.currency === b.currency) return b;
  throw new CoreError(
    "CORE_MONEY_CURRENCY_MISMATCH",
    `Cannot combine ${a.currency} with ${b.currency}: convert first.`,
    {
      details: { left: a.currency, right: b.currency },
    },
  );
}
