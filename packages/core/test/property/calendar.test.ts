import { addDays, createCalendar, daysBetween, parseCalendarDate } from "@opora/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";

const zones = [
  "Europe/Moscow",
  "Asia/Almaty",
  "America/New_York",
  "Asia/Kathmandu",
  "Australia/Lord_Howe",
  "Pacific/Apia",
];
const date = fc
  .date({ min: new Date("1950-01-01"), max: new Date("2100-01-01"), noInvalidDate: true })
  .map((instant) => parseCalendarDate(instant.toISOString().slice(0, 10)));

describe.each(zones)("the calendar of %s", (timeZone) => {
  // A formatter of another shape, so that it shares nothing but the zone data with the calendar.
  const peer = new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short" });
  const calendar = createCalendar(timeZone);

  test("agrees with the formatter of the platform on every instant", () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date("1900-01-01"), max: new Date("2100-01-01"), noInvalidDate: true }),
        (instant) => {
          expect(calendar.dateOf(instant)).toBe(peer.format(instant));
        },
      ),
      { numRuns: 300 },
    );
  });

  test("starts a day at its first millisecond", () => {
    fc.assert(
      fc.property(date, (day) => {
        const start = calendar.startOf(day);
        expect(calendar.dateOf(new Date(start.getTime() - 1)) < day).toBe(true);
        expect(calendar.dateOf(start) >= day).toBe(true);
      }),
      { numRuns: 100 },
    );
  });
});

describe("moving by days", () => {
  test("is undone by moving back and measured by the distance", () => {
    fc.assert(
      fc.property(date, fc.integer({ min: -20_000, max: 20_000 }), (day, days) => {
        const moved = addDays(day, days);
        expect(addDays(moved, -days)).toBe(day);
        expect(daysBetween(day, moved)).toBe(days);
        expect(moved < day).toBe(days < 0);
      }),
    );
  });
});
