import type { BuiltinType } from "../schema/model.js";

const dateLexical = /^(-?\d{4,})-(\d{2})-(\d{2})(Z|[+-]\d{2}:\d{2})?$/;
const timeLexical = /^(\d{2}):(\d{2}):(\d{2})(\.\d+)?(Z|[+-]\d{2}:\d{2})?$/;
const timeZone = /^(?:Z|[+-](?:0\d|1[0-3]):[0-5]\d|[+-]14:00)$/;
const decimalLexical = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)$/;
const integerLexical = /^[+-]?\d+$/;
const base64Lexical = /^[A-Za-z0-9+/]*(?:[AEIMQUYcgkosw048]=|[AQgw]==)?$/;
const ncName = /^[\p{L}_][\p{L}\p{M}\p{Nd}_.\-·]*$/u;

const daysOfMonth = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Smallest and largest value of the bounded integer types (XML Schema part 2, 3.3.17 to 3.3.19). */
const integerRanges = {
  byte: [-128, 127],
  short: [-32_768, 32_767],
  int: [-2_147_483_648, 2_147_483_647],
} as const;
/** Digits beyond which a number is outside of every range here, and not worth converting. */
const integerDigitsMax = 10;

/** The value that the facets look at: white space of all types but `string` is collapsed (XML Schema part 2, 4.3.6). */
export function collapseWhiteSpace(text: string, builtin: BuiltinType): string {
  return builtin === "string" ? text : text.replace(/[ \t\n\r]+/g, " ").replace(/^ | $/g, "");
}

/** Whether a text, its white space collapsed, is in the lexical space of a built-in type. */
export function isBuiltinValue(text: string, builtin: BuiltinType): boolean {
  switch (builtin) {
    case "string":
    case "anyURI":
      return true;
    case "boolean":
      return text === "true" || text === "false" || text === "1" || text === "0";
    case "decimal":
      return decimalLexical.test(text);
    case "integer":
      return integerLexical.test(text);
    case "int":
    case "short":
    case "byte":
      return integerLexical.test(text) && isInRange(text, integerRanges[builtin]);
    case "date":
      return isDate(text);
    case "dateTime":
      return isDateTime(text);
    case "base64Binary":
      return isBase64(text);
    case "ID":
      return ncName.test(text);
  }
}

function isInRange(text: string, [min, max]: readonly [number, number]): boolean {
  const digits = text.replace(/^[+-]?0*/, "");
  if (digits.length > integerDigitsMax) return false;
  const value = Number(text);
  return value >= min && value <= max;
}

/** `xs:date` (3.2.9), a day of the Gregorian calendar; the year 0000 does not exist in XML Schema 1.0. */
function isDate(text: string): boolean {
  const parts = dateLexical.exec(text);
  if (parts === null) return false;
  const [, year = "", month = "", day = "", zone] = parts;
  if (zone !== undefined && !timeZone.test(zone)) return false;
  return isYear(year) && isDayOfMonth(year, Number(month), Number(day));
}

function isYear(year: string): boolean {
  const digits = year.replace("-", "");
  return !/^0+$/.test(digits) && !(digits.length > 4 && digits.startsWith("0"));
}

function isDayOfMonth(year: string, month: number, day: number): boolean {
  const days = daysOfMonth[month - 1];
  if (days === undefined || day < 1) return false;
  return day <= (month === 2 && isLeapYear(year) ? 29 : days);
}

/** Leap years repeat every 400 years, so the last four digits of a year of any length decide. */
function isLeapYear(year: string): boolean {
  const cycle = Number(year.slice(-4));
  // There is no year 0: the astronomical number of the year -n is 1 - n.
  const number = year.startsWith("-") ? 1 - cycle : cycle;
  return number % 4 === 0 && (number % 100 !== 0 || number % 400 === 0);
}

/** `xs:dateTime` (3.2.7). */
function isDateTime(text: string): boolean {
  const separator = text.indexOf("T");
  const time = timeLexical.exec(text.slice(separator + 1));
  if (separator < 0 || time === null) return false;
  const [, hour = "", minute = "", second = "", fraction = "", zone] = time;
  if (zone !== undefined && !timeZone.test(zone)) return false;
  const isMidnight = hour === "24" && minute === "00" && second === "00" && /^\.?0*$/.test(fraction);
  if (!isMidnight && (hour > "23" || minute > "59" || second > "59")) return false;
  const date = text.slice(0, separator);
  return !/[Z+:]/.test(date) && isDate(date);
}

/** `xs:base64Binary` (3.2.16): white space may stand between any two characters. */
function isBase64(text: string): boolean {
  const characters = text.replace(/ /g, "");
  return characters.length % 4 === 0 && base64Lexical.test(characters);
}
