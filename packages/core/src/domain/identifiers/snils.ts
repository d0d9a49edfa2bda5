import { isDigits, weightedSum } from "./digits.js";
import { invalid, type ParsedIdentifier, valid } from "./parsed-identifier.js";

declare const snils: unique symbol;

/** Number of a personal pension account (СНИЛС) as 11 digits without separators. */
export type Snils = string & { readonly [snils]: true };

const weights = [9, 8, 7, 6, 5, 4, 3, 2, 1];
/** Accounts up to 001-001-998 were opened before there were check digits. */
const lastUncheckedAccount = 1_001_998;

/**
 * Reads a SNILS in any of its legal spellings: `112-233-445 95`, `112-233-445-95`, `11223344595`. The value has digits
 * only, as in certificates; compare that, and write it with {@link formatSnils}.
 */
export function parseSnils(text: string): ParsedIdentifier<Snils> {
  if (text.length !== 14 && text.length !== 11) return invalid("length");
  const digits = text.replace(/^(...)-(...)-(...)[ -](..)$/, "$1$2$3$4");
  if (digits.length !== 11 || !isDigits(digits)) return invalid("character");

  const account = Number(digits.slice(0, 9));
  if (account === 0) return invalid("zero");
  if (account <= lastUncheckedAccount) return valid<Snils>(digits);
  const check = (weightedSum(digits, weights) % 101) % 100;
  return Number(digits.slice(9)) === check ? valid<Snils>(digits) : invalid("check-digit");
}

/** Writes a SNILS as it stands in documents: `112-233-445 95`. */
export function formatSnils(value: Snils): string {
  return `${value.slice(0, 3)}-${value.slice(3, 6)}-${value.slice(6, 9)} ${value.slice(9)}`;
}
