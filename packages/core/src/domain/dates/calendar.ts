import { CoreError } from "../../errors.js";
import { type CalendarDate, calendarDateOfEpochDay, epochDayOf } from "./calendar-date.js";

/** The calendar of one time zone. */
export interface Calendar {
  /** Name of the zone in the IANA database, for instance `Europe/Moscow`. */
  readonly timeZone: string;
  /**
   * The day on which `instant` falls in the zone.
   * @throws {@link CoreError} `CORE_DATE_INVALID` for an invalid `Date` or one outside of the years 0001 to 9999.
   */
  dateOf(instant: Date): CalendarDate;
  /**
   * The first instant of a day in the zone: usually midnight, later where the clock was moved over it.
   * @throws {@link CoreError} `CORE_DATE_INVALID` for 0001-01-01 and 0001-01-02, whose start may lie before the year 0001.
   */
  startOf(date: CalendarDate): Date;
}

const secondMs = 1000;
const dayMs = 86_400_000;
/** More days than registers span; the memory of a calendar is bounded by it. */
const knownDaysMax = 4096;

/**
 * Creates the calendar of a time zone. Keep it: it remembers the offsets that it looked up, which makes it much
 * faster than asking `Intl` for each instant.
 *
 * @throws {@link CoreError} `CORE_OPTIONS_INVALID` when the zone is unknown.
 * @example
 * ```ts
 * const moscow = createCalendar("Europe/Moscow");
 * moscow.dateOf(new Date("2026-01-31T21:30:00Z")); // "2026-02-01"
 * ```
 */
export function createCalendar(timeZone: string): Calendar {
  const formatter = createFormatter(timeZone);
  /** Offset of a UTC day from UTC in milliseconds, `undefined` where it changes within the day. */
  const offsetByDay = new Map<number, number | undefined>();
  const dateByLocalDay = new Map<number, CalendarDate>();

  const offsetAt = (ms: number): number => {
    const local = new Map(formatter.formatToParts(ms).map((part) => [part.type, part.value]));
    const field = (type: Intl.DateTimeFormatPartTypes): number => Number(local.get(type));
    const localMs = new Date(0).setUTCFullYear(field("year"), field("month") - 1, field("day"));
    const timeMs = ((field("hour") * 60 + field("minute")) * 60 + field("second")) * secondMs;
    return localMs + timeMs - Math.floor(ms / secondMs) * secondMs;
  };

  const offsetOfDay = (day: number): number | undefined => {
    if (offsetByDay.has(day)) return offsetByDay.get(day);
    const atStart = offsetAt(day * dayMs);
    const offset = atStart === offsetAt((day + 1) * dayMs - secondMs) ? atStart : undefined;
    return remember(offsetByDay, day, offset);
  };

  const localDayOf = (ms: number): number =>
    Math.floor((ms + (offsetOfDay(Math.floor(ms / dayMs)) ?? offsetAt(ms))) / dayMs);

  return {
    timeZone,
    dateOf(instant) {
      const day = localDayOf(withinYears(instant.getTime()));
      return dateByLocalDay.get(day) ?? remember(dateByLocalDay, day, calendarDateOfEpochDay(day));
    },
    startOf(date) {
      const day = epochDayOf(date);
      withinYears((day - 1) * dayMs);
      // The offset is between -24 and 24 hours, so the first instant of the day lies in this span.
      return new Date(firstMsOfDay(day, (day - 1) * dayMs, (day + 1) * dayMs, localDayOf));
    },
  };
}

/**
 * The day on which `instant` falls in a time zone. For more than a few instants keep a {@link createCalendar}.
 *
 * @throws {@link CoreError} `CORE_OPTIONS_INVALID` for an unknown zone, `CORE_DATE_INVALID` for an invalid instant.
 */
export function calendarDateIn(instant: Date, timeZone: string): CalendarDate {
  return createCalendar(timeZone).dateOf(instant);
}

/** Local days may differ from UTC days by one, so the outermost days are left out. */
const firstMs = Date.parse("0001-01-02");
const lastMs = Date.parse("9999-12-31") - 1;

function withinYears(ms: number): number {
  if (ms >= firstMs && ms <= lastMs) return ms;
  throw new CoreError("CORE_DATE_INVALID", "The instant must be a valid Date within the years 0001 to 9999.");
}

function createFormatter(timeZone: string): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat("en-US", {
      timeZone,
      calendar: "gregory",
      numberingSystem: "latn",
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    });
  } catch (cause) {
    throw new CoreError("CORE_OPTIONS_INVALID", "timeZone must be a zone of the IANA database, like Europe/Moscow.", {
      details: { path: "timeZone" },
      cause,
    });
  }
}

function remember<Value>(known: Map<number, Value>, day: number, value: Value): Value {
  if (known.size >= knownDaysMax) known.clear();
  known.set(day, value);
  return value;
}

/** Binary search for the first millisecond of `[fromMs, toMs]` whose local day is `day` or later. */
function firstMsOfDay(day: number, fromMs: number, toMs: number, localDayOf: (ms: number) => number): number {
  let low = fromMs;
  let high = toMs;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (localDayOf(middle) >= day) high = middle;
    else low = middle + 1;
  }
  return low;
}
