import { type Calendar, createCalendar } from "@opora/core";
import { dayNumber, isYearAllowed } from "../../../domain/reconciliation/register-row.js";
import { colon, comma, letterT, letterZ, minus, nine, plus, point, space, zero } from "./ascii.js";

/** Why a field is no date. */
export type DateRejection = "date-format" | "date-unknown" | "date-range" | "time-format" | "time-without-offset";

/** Reads dates into days since 1970-01-01. */
export interface DateParser {
  /** Reads `[from, to)`. */
  parse(bytes: Uint8Array, from: number, to: number): number | DateRejection;
}

const dayMs = 86_400_000;
const minuteMs = 60_000;

/**
 * Creates a reader of `YYYY-MM-DD`, `DD.MM.YYYY`, and of either with a time behind `T` or a space: `HH:MM`, `HH:MM:SS`,
 * `HH:MM:SS.fff`, then an offset (`Z`, `+03`, `+0300`, `+03:00`). What has an offset falls on its day in Europe/Moscow.
 */
export function createDateParser(zonelessTimes: "reject" | "moscow"): DateParser {
  let moscow: Calendar | undefined;

  const moscowDay = (instantMs: number): number | DateRejection => {
    moscow ??= createCalendar("Europe/Moscow");
    const date = moscow.dateOf(new Date(instantMs));
    return isYearAllowed(Number(date.slice(0, 4))) ? dayNumber(date) : "date-range";
  };

  return {
    parse(bytes, from, to) {
      if (to - from < 10) return "date-format";
      const day = parseDay(bytes, from);
      if (typeof day === "string" || to - from === 10) return day;

      const time = parseTime(bytes, from + 10, to);
      if (time === undefined) return "time-format";
      if (time.at < to) {
        const offsetMinutes = parseOffset(bytes, time.at, to);
        if (offsetMinutes === undefined) return "time-format";
        return moscowDay(day * dayMs + time.ms - offsetMinutes * minuteMs);
      }
      return zonelessTimes === "moscow" ? day : "time-without-offset";
    },
  };
}

function parseDay(bytes: Uint8Array, from: number): number | DateRejection {
  const isIso = bytes[from + 4] === minus && bytes[from + 7] === minus;
  const isRussian = bytes[from + 2] === point && bytes[from + 5] === point;
  if (!isIso && !isRussian) return "date-format";
  const year = numberAt(bytes, isIso ? from : from + 6, 4);
  const month = numberAt(bytes, isIso ? from + 5 : from + 3, 2);
  const dayOfMonth = numberAt(bytes, isIso ? from + 8 : from, 2);
  if (year < 0 || month < 0 || dayOfMonth < 0) return "date-format";
  if (month < 1 || month > 12 || dayOfMonth < 1 || dayOfMonth > daysInMonth(year, month)) return "date-unknown";
  return isYearAllowed(year) ? Date.UTC(year, month - 1, dayOfMonth) / dayMs : "date-range";
}

interface ParsedTime {
  /** Milliseconds since midnight. */
  readonly ms: number;
  /** Where the offset would begin. */
  readonly at: number;
}

function parseTime(bytes: Uint8Array, from: number, to: number): ParsedTime | undefined {
  if (bytes[from] !== letterT && bytes[from] !== space) return undefined;
  const hours = from + 6 <= to ? numberAt(bytes, from + 1, 2) : -1;
  const minutes = from + 6 <= to && bytes[from + 3] === colon ? numberAt(bytes, from + 4, 2) : -1;
  if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) return undefined;

  let at = from + 6;
  let seconds = 0;
  if (at < to && bytes[at] === colon) {
    seconds = at + 3 <= to ? numberAt(bytes, at + 1, 2) : -1;
    if (seconds < 0 || seconds > 59) return undefined;
    at += 3;
    if (at < to && (bytes[at] === point || bytes[at] === comma)) {
      const fraction = at + 1;
      for (at = fraction; at < to && isDigit(bytes[at]); at += 1);
      if (at === fraction) return undefined;
    }
  }
  return { ms: ((hours * 60 + minutes) * 60 + seconds) * 1000, at };
}

/** Minutes ahead of UTC. */
function parseOffset(bytes: Uint8Array, from: number, to: number): number | undefined {
  const sign = bytes[from];
  if (sign === letterZ) return from + 1 === to ? 0 : undefined;
  if (sign !== plus && sign !== minus) return undefined;
  const length = to - from;
  const minutesFrom = length === 6 && bytes[from + 3] === colon ? from + 4 : from + 3;
  if (length !== 3 && length !== minutesFrom + 2 - from) return undefined;
  const hours = numberAt(bytes, from + 1, 2);
  const minutes = length === 3 ? 0 : numberAt(bytes, minutesFrom, 2);
  if (hours < 0 || hours > 15 || minutes < 0 || minutes > 59) return undefined;
  return (sign === minus ? -1 : 1) * (hours * 60 + minutes);
}

/** The number written in `length` digits, or -1. */
function numberAt(bytes: Uint8Array, from: number, length: number): number {
  let value = 0;
  for (let at = from; at < from + length; at += 1) {
    if (!isDigit(bytes[at])) return -1;
    value = value * 10 + ((bytes[at] ?? zero) - zero);
  }
  return value;
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= zero && byte <= nine;
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}
