import { addDays, calendarDateIn, createCalendar, daysBetween, isCalendarDate, parseCalendarDate } from "@opora/core";
import { describe, expect, test } from "vitest";

describe("calendar dates", () => {
  test.each(["0001-01-01", "1970-01-01", "2000-02-29", "2024-02-29", "2026-12-31", "9999-12-31"])(
    "takes %s",
    (text) => {
      expect(parseCalendarDate(text)).toBe(text);
    },
  );

  test.each([
    "",
    "0000-01-01",
    "1900-02-29",
    "2025-02-29",
    "2026-00-10",
    "2026-13-01",
    "2026-04-31",
    "2026-01-00",
    "2026-01-32",
    "2026-1-1",
    "26-01-01",
    "2026/01/01",
    "01.02.2026",
    "2026-01-01T00:00:00Z",
    "+2026-01-1",
    "2026-01- 1",
    "2026-01-1a",
    "２026-01-01",
  ])("refuses %j", (text) => {
    expect(isCalendarDate(text)).toBe(false);
    expect(() => parseCalendarDate(text)).toThrow(expect.objectContaining({ code: "CORE_DATE_INVALID" }));
  });

  test("moves by days over months, leap days and centuries", () => {
    expect(addDays(parseCalendarDate("2026-01-31"), 1)).toBe("2026-02-01");
    expect(addDays(parseCalendarDate("2024-02-28"), 2)).toBe("2024-03-01");
    expect(addDays(parseCalendarDate("2000-01-01"), -1)).toBe("1999-12-31");
    expect(addDays(parseCalendarDate("0001-01-01"), 3_652_058)).toBe("9999-12-31");
    expect(daysBetween(parseCalendarDate("2025-12-31"), parseCalendarDate("2026-03-01"))).toBe(60);
  });

  test.each<[string, number]>([
    ["9999-12-31", 1],
    ["0001-01-01", -1],
    ["2026-01-01", 0.5],
    ["2026-01-01", Number.NaN],
    ["2026-01-01", Number.POSITIVE_INFINITY],
  ])("refuses to move %s by %d days", (text, days) => {
    expect(() => addDays(parseCalendarDate(text), days)).toThrow(
      expect.objectContaining({ code: "CORE_DATE_INVALID" }),
    );
  });
});

describe("the day of an instant in a zone", () => {
  test.each<[string, string, string]>([
    ["2026-01-31T20:59:59.999Z", "Europe/Moscow", "2026-01-31"],
    ["2026-01-31T21:00:00.000Z", "Europe/Moscow", "2026-02-01"],
    // Moscow was at +04:00 from 2011-03-27 to 2014-10-26.
    ["2014-10-25T20:00:00Z", "Europe/Moscow", "2014-10-26"],
    ["2014-10-26T20:30:00Z", "Europe/Moscow", "2014-10-26"],
    // On 2024-03-01 at midnight the east of Kazakhstan went from +06:00 back to +05:00.
    ["2024-02-28T18:30:00Z", "Asia/Almaty", "2024-02-29"],
    ["2024-02-29T18:30:00Z", "Asia/Almaty", "2024-02-29"],
    ["2024-02-29T19:00:00Z", "Asia/Almaty", "2024-03-01"],
    ["2026-07-01T11:59:59Z", "Asia/Kamchatka", "2026-07-01"],
    ["2026-07-01T12:00:00Z", "Asia/Kamchatka", "2026-07-02"],
    // Local mean time with seconds, before standard time: +02:30:17.
    ["1900-01-01T21:29:42Z", "Europe/Moscow", "1900-01-01"],
    ["1900-01-01T21:29:43Z", "Europe/Moscow", "1900-01-02"],
    ["1969-12-31T23:59:59.999Z", "UTC", "1969-12-31"],
    ["0099-06-01T00:00:00Z", "UTC", "0099-06-01"],
  ])("%s in %s is %s", (instant, timeZone, date) => {
    expect(calendarDateIn(new Date(instant), timeZone)).toBe(date);
  });

  test.each([new Date(Number.NaN), new Date(8.64e15), new Date(-8.64e15)])("refuses the instant %d", (instant) => {
    expect(() => createCalendar("UTC").dateOf(instant)).toThrow(expect.objectContaining({ code: "CORE_DATE_INVALID" }));
  });

  test("refuses an unknown zone", () => {
    expect(() => createCalendar("Europe/Atlantis")).toThrow(
      expect.objectContaining({ code: "CORE_OPTIONS_INVALID", details: { path: "timeZone" } }),
    );
  });
});

describe("the start of a day in a zone", () => {
  test.each<[string, string, string]>([
    ["2026-02-01", "Europe/Moscow", "2026-01-31T21:00:00.000Z"],
    ["2014-10-26", "Europe/Moscow", "2014-10-25T20:00:00.000Z"],
    ["2026-07-01", "Asia/Kamchatka", "2026-06-30T12:00:00.000Z"],
    ["2026-01-01", "America/New_York", "2026-01-01T05:00:00.000Z"],
    // Midnight did not exist: the clock went from 23:59:59 to 01:00:00.
    ["2018-11-04", "America/Sao_Paulo", "2018-11-04T03:00:00.000Z"],
  ])("%s in %s begins at %s", (date, timeZone, instant) => {
    expect(createCalendar(timeZone).startOf(parseCalendarDate(date)).toISOString()).toBe(instant);
  });

  test.each(["0001-01-01", "0001-01-02"])("is refused for %s, since it may lie before the first year", (date) => {
    const calendar = createCalendar("Asia/Kamchatka");
    expect(() => calendar.startOf(parseCalendarDate(date))).toThrow(
      expect.objectContaining({ code: "CORE_DATE_INVALID" }),
    );
  });
});
