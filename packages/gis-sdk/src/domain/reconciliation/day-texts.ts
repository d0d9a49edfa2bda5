import { addDays, type CalendarDate } from "@opora/core";

const epoch = "1970-01-01" as CalendarDate;

/** Turns days since 1970-01-01 into dates. */
export type DayTexts = (day: number) => CalendarDate;

/** Creates a memory of dates: registers name few days, and each of them hundreds of times. */
export function createDayTexts(): DayTexts {
  const known = new Map<number, CalendarDate>();
  return (day) => {
    const date = known.get(day) ?? addDays(epoch, day);
    known.set(day, date);
    return date;
  };
}
