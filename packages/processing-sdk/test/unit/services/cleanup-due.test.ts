import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { CleanupSchedule } from "../../../src/cleanup/cleanup.js";
import { cleanupDue, nextCleanupAt } from "../../../src/cleanup/cleanup-due.js";

const scheduleOf = (startAt: string, timeZone: string, windowMinutes = 60): CleanupSchedule => ({
  startAt,
  timeZone,
  windowMinutes,
});

describe("the next start of cleanup", () => {
  test.each([
    ["on the same day, when its time is to come", "2026-01-15T00:00:00Z", "03:00", "UTC", "2026-01-15T03:00:00Z"],
    ["on the next day, when its time has come", "2026-01-15T03:00:00Z", "03:00", "UTC", "2026-01-16T03:00:00Z"],
    ["in a zone east of UTC", "2026-01-15T00:00:00Z", "03:00", "Europe/Moscow", "2026-01-16T00:00:00Z"],
    ["in a zone with half an hour", "2026-01-15T00:00:00Z", "03:00", "Asia/Kolkata", "2026-01-15T21:30:00Z"],
    ["before clocks go forward", "2026-03-28T12:00:00Z", "01:30", "Europe/Berlin", "2026-03-29T00:30:00Z"],
    [
      "in the hour that is left out: an hour later",
      "2026-03-28T12:00:00Z",
      "02:30",
      "Europe/Berlin",
      "2026-03-29T01:30:00Z",
    ],
    ["after clocks went forward", "2026-03-28T12:00:00Z", "03:00", "Europe/Berlin", "2026-03-29T01:00:00Z"],
    [
      "in the hour that comes twice: the first time",
      "2026-10-24T12:00:00Z",
      "02:30",
      "Europe/Berlin",
      "2026-10-25T00:30:00Z",
    ],
    ["after clocks went back", "2026-10-24T12:00:00Z", "03:00", "Europe/Berlin", "2026-10-25T02:00:00Z"],
    ["where midnight is left out", "2026-03-28T12:00:00Z", "00:00", "Asia/Beirut", "2026-03-28T22:00:00Z"],
    [
      "where clocks move by half an hour",
      "2026-04-04T00:00:00Z",
      "03:00",
      "Australia/Lord_Howe",
      "2026-04-04T16:30:00Z",
    ],
  ])("is %s", (_, after, startAt, timeZone, expected) => {
    expect(nextCleanupAt(new Date(after), scheduleOf(startAt, timeZone))).toEqual(new Date(expected));
  });

  test("is later than the instant, by little more than a day at most, and shows the time of day", () => {
    const zones = ["UTC", "Europe/Moscow", "Asia/Almaty", "Europe/Berlin", "America/St_Johns", "Australia/Lord_Howe"];
    fc.assert(
      fc.property(
        fc.date({ min: new Date("2000-01-01"), max: new Date("2040-01-01"), noInvalidDate: true }),
        fc.constantFrom(...zones),
        fc.integer({ min: 0, max: 1439 }),
        (after, timeZone, minutes) => {
          const startAt = `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;

          const next = nextCleanupAt(after, scheduleOf(startAt, timeZone));

          const hours = (next.getTime() - after.getTime()) / 3_600_000;
          expect(hours).toBeGreaterThan(0);
          expect(hours).toBeLessThanOrEqual(26);
          const shown = new Intl.DateTimeFormat("en-GB", { timeZone, hour: "2-digit", minute: "2-digit" }).format(next);
          const [shownHours = 0, shownMinutes = 0] = shown.split(":").map(Number);
          expect([0, 30, 60, 120]).toContain((shownHours * 60 + shownMinutes - minutes + 1440) % 1440);
        },
      ),
    );
  });
});

describe("cleanup is due", () => {
  const schedule = scheduleOf("03:00", "Europe/Moscow");
  const start = new Date("2026-01-15T00:00:00Z");
  const minutesLater = (minutes: number) => new Date(start.getTime() + minutes * 60_000);
  const dayBefore = minutesLater(-1440);

  test.each([
    ["at its time", 0, true],
    ["an hour after its time, when the node was down", 60, true],
    ["not a minute later: it waits for the next day", 61, false],
    ["not before its time", -1, false],
  ])("%s", (_, minutes, expected) => {
    expect(cleanupDue(minutesLater(minutes), dayBefore, schedule)).toBe(expected);
  });

  test("once a day", () => {
    expect(cleanupDue(minutesLater(5), minutesLater(1), schedule)).toBe(false);
    expect(cleanupDue(minutesLater(5), start, schedule)).toBe(false);
    expect(cleanupDue(minutesLater(1445), minutesLater(1), schedule)).toBe(true);
  });

  test("when it never ran, or ran by a clock that was put back since", () => {
    expect(cleanupDue(minutesLater(5), undefined, schedule)).toBe(true);
    expect(cleanupDue(minutesLater(5), minutesLater(6), schedule)).toBe(true);
  });

  test("across midnight of its zone, when the window reaches over it", () => {
    const late = scheduleOf("23:30", "Europe/Moscow", 60);
    const lateStart = new Date("2026-01-15T20:30:00Z");

    expect(cleanupDue(new Date(lateStart.getTime() + 3_600_000), dayBefore, late)).toBe(true);
    expect(cleanupDue(new Date(lateStart.getTime() + 3_660_000), dayBefore, late)).toBe(false);
  });
});
