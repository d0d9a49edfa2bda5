import { digitAt, isDigits, weightedSum } from "./digits.js";
import { invalid, type ParsedIdentifier, valid } from "./parsed-identifier.js";

declare const legalEntityInn: unique symbol;
declare const personInn: unique symbol;

/** INN of a legal entity: 10 digits. */
export type LegalEntityInn = string & { readonly [legalEntityInn]: true };

/** INN of a natural person, sole proprietors included: 12 digits. */
export type PersonInn = string & { readonly [personInn]: true };

/** Russian taxpayer number (ИНН). */
export type Inn = LegalEntityInn | PersonInn;

const weights10 = [2, 4, 10, 3, 5, 9, 4, 6, 8];
const weights11 = [7, 2, 4, 10, 3, 5, 9, 4, 6, 8];
const weights12 = [3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8];

/**
 * Reads an INN of either length, with its check digits (form: order of the Federal Tax
 * Service ЕД-7-14/559@ of 26.06.2020).
 *
 * @example
 * ```ts
 * const parsed = parseInn("7707329152");
 * if (!parsed.ok) console.log(parsed.reason);
 * else if (isPersonInn(parsed.value)) console.log("a person");
 * ```
 */
export function parseInn(text: string): ParsedIdentifier<Inn> {
  if (text.length !== 10 && text.length !== 12) return invalid("length");
  if (!isDigits(text)) return invalid("character");
  if (text.startsWith("00")) return invalid("region");
  const isChecked =
    text.length === 10
      ? digitAt(text, 9) === checkDigit(text, weights10)
      : digitAt(text, 10) === checkDigit(text, weights11) && digitAt(text, 11) === checkDigit(text, weights12);
  return isChecked ? valid<Inn>(text) : invalid("check-digit");
}

/** Whether the number is that of a natural person. */
export function isPersonInn(inn: Inn): inn is PersonInn {
  return inn.length === 12;
}

/** Whether the number is that of a legal entity. */
export function isLegalEntityInn(inn: Inn): inn is LegalEntityInn {
  return inn.length === 10;
}

function checkDigit(digits: string, weights: readonly number[]): number {
  return (weightedSum(digits, weights) % 11) % 10;
}
