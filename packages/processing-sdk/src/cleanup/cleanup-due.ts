import { addDays, type Calendar, type CalendarDate, createCalendar } from "@opora/core";
import type { CleanupSchedule } from "./cleanup.js";

const minuteMs = 60_000;

/** The first start of cleanup after an instant. */
export function nextCleanupAt(after: Date, schedule: CleanupSchedule): Date {
  const calendar = createCalendar(schedule.timeZone);
  let date = calendar.dateOf(after);
  for (;;) {
    const start = startOn(date, schedule, calendar);
    if (start > after) return start;
    date = addDays(date, 1);
  }
}

/**
 * Whether cleanup is to start now: the last start passed no longer ago than the window, and it was not made. Missed by
 * more, it waits for the next day.
 */
export function cleanupDue(now: Date, lastRunAt: Date | undefined, schedule: CleanupSchedule): boolean {
  const start = lastStartUpTo(now, schedule);
  if (now.getTime() - start.getTime() > schedule.windowMinutes * minuteMs) return false;
  // A run in the future is of a clock that was put back since: it says nothing about this day.
  return lastRunAt === undefined || lastRunAt < start || lastRunAt > now;
}

function lastStartUpTo(now: Date, schedule: CleanupSchedule): Date {
  const calendar = createCalendar(schedule.timeZone);
  const today = calendar.dateOf(now);
  const start = startOn(today, schedule, calendar);
  return start <= now ? start : startOn(addDays(today, -1), schedule, calendar);
}

/**
 * The start on a day of the zone. Where clocks are put back over it, it is the first of the two; where they are put
 * forward over it, it is as much later as they are.
 */
function startOn(date: CalendarDate, { startAt, timeZone }: CleanupSchedule, calendar: Calendar): Date {
  const localMs = createLocalTime(timeZone, calendar);
  const wanted = Date.parse(`${date}T${startAt}:00Z`);
  const before = calendar.startOf(date).getTime() - minuteMs;
  const offsets = [before, calendar.startOf(addDays(date, 1)).getTime()].map((ms) => localMs(ms) - ms);
  const [first, second] = offsets.map((offset) => wanted - offset).sort((left, right) => left - right) as [
    number,
    number,
  ];
  return new Date(localMs(first) === wanted ? first : second);
}

/** What clocks in the zone show at an instant, read as if they stood in UTC; to the minute. */
function createLocalTime(timeZone: string, calendar: Calendar): (ms: number) => number {
  const formatter = new Intl.DateTimeFormat("en-US", {
    timeZone,
    hourCycle: "h23",
    hour: "2-digit",
    minute: "2-digit",
  });
  return (ms) => Date.parse(`${calendar.dateOf(new Date(ms))}T${formatter.format(ms)}:00Z`);
}
