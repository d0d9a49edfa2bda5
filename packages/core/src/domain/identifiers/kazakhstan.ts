import { type CalendarDate, isCalendarDate } from "../dates/calendar-date.js";
import { digitAt, isDigits, weightedSum } from "./digits.js";
import { invalid, type ParsedIdentifier, valid } from "./parsed-identifier.js";

declare const iin: unique symbol;
declare const bin: unique symbol;

/** Number of a natural person in Kazakhstan (ИИН): 12 digits. */
export type Iin = string & { readonly [iin]: true };

/** Number of an organisation in Kazakhstan (БИН): 12 digits. */
export type Bin = string & { readonly [bin]: true };

/** What a BIN was given to, by its fifth digit: 4, 5 or 6. */
export type BinHolder = "resident-entity" | "non-resident-entity" | "joint-entrepreneur";

const firstWeights = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11];
const secondWeights = [3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2];
/** By the seventh digit: odd for men, even for women, 0 where the century is not told. */
const centuries = ["", "18", "18", "19", "19", "20", "20"];

/**
 * Reads an IIN: a date of birth as YYMMDD, a digit of century and sex, four digits of a serial number, a check digit
 * (rules of the Government of Kazakhstan 406 of 22.05.2007).
 */
export function parseIin(text: string): ParsedIdentifier<Iin> {
  if (text.length !== 12) return invalid("length");
  if (!isDigits(text)) return invalid("character");
  if (centuries[digitAt(text, 6)] === undefined) return invalid("kind");
  if (!isBirthDate(text)) return invalid("date");
  return hasCheckDigit(text) ? valid<Iin>(text) : invalid("check-digit");
}

/**
 * The date of birth that the number was formed from; `undefined` where it does not tell the century. It proves nothing:
 * a corrected date of birth leaves the number as it was.
 */
export function birthDateInIin(value: Iin): CalendarDate | undefined {
  return dateInCentury(value, centuries[digitAt(value, 6)] ?? "");
}

/**
 * Reads a BIN: year and month of registration as YYMM, a digit of the holder's kind, a digit of the division, five digits
 * of a serial number, a check digit.
 */
export function parseBin(text: string): ParsedIdentifier<Bin> {
  if (text.length !== 12) return invalid("length");
  if (!isDigits(text)) return invalid("character");
  if (!"456".includes(text.charAt(4))) return invalid("kind");
  const month = Number(text.slice(2, 4));
  if (month < 1 || month > 12) return invalid("date");
  return hasCheckDigit(text) ? valid<Bin>(text) : invalid("check-digit");
}

/** What the number was given to. */
export function binHolder(value: Bin): BinHolder {
  const digit = value.charAt(4);
  if (digit === "4") return "resident-entity";
  return digit === "5" ? "non-resident-entity" : "joint-entrepreneur";
}

function isBirthDate(digits: string): boolean {
  const century = centuries[digitAt(digits, 6)] ?? "";
  // Of an unknown century 2000 is the most lenient: its year 00 is a leap year.
  return dateInCentury(digits, century === "" ? "20" : century) !== undefined;
}

function dateInCentury(digits: string, century: string): CalendarDate | undefined {
  const date = `${century}${digits.slice(0, 2)}-${digits.slice(2, 4)}-${digits.slice(4, 6)}`;
  return isCalendarDate(date) ? date : undefined;
}

/** Where the first weights leave 10, the second decide; a number that leaves 10 again is not given out. */
function hasCheckDigit(digits: string): boolean {
  const first = weightedSum(digits, firstWeights) % 11;
  const expected = first === 10 ? weightedSum(digits, secondWeights) % 11 : first;
  return digitAt(digits, 11) === expected;
}
