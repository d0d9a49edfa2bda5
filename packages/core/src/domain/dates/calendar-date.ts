import { CoreError } from "../../errors.js";

declare const calendarDateBrand: unique symbol;

/**
 * A day of the (proleptic) Gregorian calendar as `YYYY-MM-DD`, without time or zone; years 0001 to 9999. Dates order as
 * strings do.
 */
export type CalendarDate = string & { readonly [calendarDateBrand]: true };

const dayMs = 86_400_000;

/** Whether `text` is a real day written `YYYY-MM-DD`. */
export function isCalendarDate(text: string): text is CalendarDate {
  if (text.length !== 10 || text.charCodeAt(4) !== dash || text.charCodeAt(7) !== dash) return false;
  const year = digitsAt(text, 0, 4);
  const month = digitsAt(text, 5, 7);
  const day = digitsAt(text, 8, 10);
  return year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
}

/**
 * Reads a day written `YYYY-MM-DD`.
 *
 * @throws {@link CoreError} `CORE_DATE_INVALID` for another form or a day that does not exist.
 * @example
 * ```ts
 * parseCalendarDate("2024-02-29");
 * parseCalendarDate("2025-02-29"); // throws
 * ```
 */
export function parseCalendarDate(text: string): CalendarDate {
  if (isCalendarDate(text)) return text;
  throw new CoreError("CORE_DATE_INVALID", "Not a calendar date: it must be a day that exists, written YYYY-MM-DD.");
}

/**
 * The day `days` days after `date`; before it where `days` is negative.
 * @throws {@link CoreError} `CORE_DATE_INVALID` when the result leaves the years 0001 to 9999.
 */
export function addDays(date: CalendarDate, days: number): CalendarDate {
  return calendarDateOfEpochDay(epochDayOf(date) + days);
}

/** How many days `to` lies after `from`; negative where it lies before. */
export function daysBetween(from: CalendarDate, to: CalendarDate): number {
  return epochDayOf(to) - epochDayOf(from);
}

/** Days from 1970-01-01 to `date`. */
export function epochDayOf(date: CalendarDate): number {
  return Date.parse(date) / dayMs;
}

/**
 * The date that lies `epochDay` whole days after 1970-01-01.
 * @throws {@link CoreError} `CORE_DATE_INVALID` outside of the years 0001 to 9999.
 */
export function calendarDateOfEpochDay(epochDay: number): CalendarDate {
  const instant = new Date(epochDay * dayMs);
  if (!Number.isInteger(epochDay) || !(instant.getTime() >= firstDayMs && instant.getTime() <= lastDayMs)) {
    throw new CoreError("CORE_DATE_INVALID", "A calendar date must be a whole day of the years 0001 to 9999.");
  }
  return instant.toISOString().slice(0, 10) as CalendarDate;
}

const firstDayMs = Date.parse("0001-01-01");
const lastDayMs = Date.parse("9999-12-31");
const dash = 0x2d;

/** The number at `[from, to)`, or NaN where something else than ASCII digits stands there. */
function digitsAt(text: string, from: number, to: number): number {
  let value = 0;
  for (let at = from; at < to; at += 1) {
    const digit = text.charCodeAt(at) - 0x30;
    if (digit < 0 || digit > 9) return Number.NaN;
    value = value * 10 + digit;
  }
  return value;
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}
