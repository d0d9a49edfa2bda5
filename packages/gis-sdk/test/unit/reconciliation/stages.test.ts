import { parseCalendarDate } from "@opora/core";
import { describe, expect, test } from "vitest";
import { inShort, reconcile } from "../../register-fixtures.js";

describe("rows of one key", () => {
  test("match exactly before they match with another date", async () => {
    const { lines } = await reconcile([{ date: "2026-01-10" }, { date: "2026-01-12" }], [{ date: "2026-01-12" }]);
    expect(inShort(lines)).toEqual(["billing-only/one-sided 100+0 = none", "matched/exact 100+0 = 100+0"]);
  });

  test("match with another date when no window is declared, however far apart", async () => {
    const { lines } = await reconcile([{ date: "2024-01-10" }], [{ date: "2026-01-12" }]);
    expect(inShort(lines)).toEqual(["matched/date-window 100+0 = 100+0"]);
  });

  test("match on the last day of the window and not on the day after", async () => {
    const rules = { dateWindowDays: 3 };
    const inside = await reconcile([{ date: "2026-01-10" }], [{ date: "2026-01-13" }], rules);
    expect(inShort(inside.lines)).toEqual(["matched/date-window 100+0 = 100+0"]);
    const outside = await reconcile([{ date: "2026-01-10" }], [{ date: "2026-01-14" }], rules);
    expect(inShort(outside.lines)).toEqual(["date-mismatch/difference 100+0 = 100+0"]);
  });

  test("pair up as many as the window allows", async () => {
    const billing = [{ date: "2026-01-10" }, { date: "2026-01-13" }];
    const acquiring = [{ date: "2026-01-12" }, { date: "2026-01-15" }];
    const { totals } = await reconcile(billing, acquiring, { dateWindowDays: 2 });
    expect(totals.result.byStatus).toMatchObject({ matched: 2, "date-mismatch": 0 });
  });

  test("match within the tolerance of each component, nearest first", async () => {
    const rules = { toleranceMinor: 2n };
    const { lines } = await reconcile([{ main: "100.00" }], [{ main: "100.02" }, { main: "100.01" }], rules);
    expect(inShort(lines)).toEqual(["matched/tolerance 100+0 = 100.01+0", "acquiring-only/one-sided none = 100.02+0"]);
    const twoCharges = await reconcile([{ main: "99.99" }, { main: "100.01" }], [{ main: "100.00" }], rules);
    expect(inShort(twoCharges.lines)).toEqual([
      "matched/tolerance 99.99+0 = 100+0",
      "billing-only/one-sided 100.01+0 = none",
    ]);
    const beyond = await reconcile([{ main: "100.00", fine: "1.00" }], [{ main: "100.02", fine: "1.03" }], rules);
    expect(inShort(beyond.lines)).toEqual(["amount-mismatch/difference 100+1 = 100.02+1.03"]);
  });

  test("of which several were paid at once are one group", async () => {
    const { lines } = await reconcile([{ main: "60.00" }, { main: "40.00" }], [{ main: "100.00" }]);
    expect(inShort(lines)).toEqual(["matched-in-group/group 40+0 = 100+0", "matched-in-group/group 60+0 = none"]);
  });

  test("are grouped by the fewest parts, and by components as well as by totals", async () => {
    const acquiring = [{ main: "10.00" }, { main: "30.00" }, { main: "60.00" }, { main: "40.00" }];
    const { lines } = await reconcile([{ main: "100.00" }], acquiring);
    const grouped = lines.filter(({ status }) => status === "matched-in-group");
    expect(grouped.map(({ acquiring: payment }) => payment?.row.mainMinor)).toEqual([4000n, 6000n]);

    const divided = await reconcile([{ main: "90.00", fine: "10.00" }], [{ main: "60.00" }, { main: "40.00" }]);
    expect(new Set(divided.lines.map(({ status }) => status))).toEqual(new Set(["component-mismatch"]));
  });

  test("are grouped with a refund that is a part of the total", async () => {
    const { lines } = await reconcile([{ main: "60.00" }], [{ main: "100.00" }, { main: "-40.00" }]);
    expect(new Set(lines.map(({ status, notes }) => `${status} ${notes}`))).toEqual(
      new Set(["matched-in-group refund", "matched-in-group "]),
    );
  });

  test("are grouped as a whole when no part of them is a group", async () => {
    const { lines } = await reconcile([{ main: "50.00" }, { main: "70.00" }], [{ main: "45.00" }, { main: "75.00" }]);
    expect(inShort(lines)).toEqual(["matched-in-group/group 50+0 = 45+0", "matched-in-group/group 70+0 = 75+0"]);
  });

  test("are grouped only within the window", async () => {
    const acquiring = [
      { main: "60.00", date: "2026-01-16" },
      { main: "40.00", date: "2026-02-20" },
    ];
    const { totals } = await reconcile([{ main: "100.00" }], acquiring, { dateWindowDays: 5 });
    expect(totals.result.byStatus).toMatchObject({ "matched-in-group": 0, "date-mismatch": 2 });
  });

  test("are grouped also when what kept them apart has found its partner", async () => {
    const billing = [{ main: "20.00" }, { main: "7.00" }];
    const acquiring = [{ main: "4.00" }, { main: "16.00" }, { main: "7.00", date: "2026-03-05" }];
    const { lines } = await reconcile(billing, acquiring, { dateWindowDays: 5, groupCandidatesMax: 0 });
    expect(inShort(lines)).toEqual([
      "matched-in-group/group 20+0 = 4+0",
      "matched-in-group/group none = 16+0",
      "date-mismatch/difference 7+0 = 7+0",
    ]);
  });

  test("with a different total stand against each other as one group with its difference", async () => {
    const { lines, totals } = await reconcile([{ main: "100.00" }], [{ main: "60.00" }, { main: "30.00" }]);
    expect(inShort(lines)).toEqual([
      "amount-mismatch/difference 100+0 = 30+0",
      "amount-mismatch/difference none = 60+0",
    ]);
    expect(totals.result.differenceMinor).toBe(1000n);
  });

  test("that are zero match zero, and otherwise stand alone unless nothing else does", async () => {
    const both = await reconcile([{ main: "0.00" }], [{ main: "0.00" }]);
    expect(inShort(both.lines)).toEqual(["matched/exact 0+0 = 0+0"]);
    expect(both.lines[0]?.notes).toEqual(["zero"]);
    const beside = await reconcile([{ main: "0.00" }, { main: "50.00" }], [{ main: "40.00" }]);
    expect(inShort(beside.lines)).toEqual([
      "amount-mismatch/difference 50+0 = 40+0",
      "billing-only/one-sided 0+0 = none",
    ]);
    const alone = await reconcile([{ main: "0.00" }], [{ main: "40.00" }]);
    expect(inShort(alone.lines)).toEqual(["amount-mismatch/difference 0+0 = 40+0"]);
  });

  test("that are zero do not stand against a payment and its refund", async () => {
    const { lines } = await reconcile([{ main: "0.00" }], [{ main: "40.00" }, { main: "-40.00" }]);
    expect(inShort(lines)).toEqual([
      "billing-only/one-sided 0+0 = none",
      "acquiring-only/one-sided none = -40+0",
      "acquiring-only/one-sided none = 40+0",
    ]);
  });

  test("outside of the period are set aside, even where they would match", async () => {
    const period = { from: parseCalendarDate("2026-01-01"), to: parseCalendarDate("2026-01-31") };
    const { lines, totals } = await reconcile(
      [{ date: "2026-01-31" }, { date: "2026-02-01" }],
      [{ date: "2026-02-01" }],
      { period },
    );
    expect(inShort(lines)).toEqual([
      "billing-only/one-sided 100+0 = none",
      "outside-period/period 100+0 = none",
      "outside-period/period none = 100+0",
    ]);
    expect(totals.result.billing.rows).toBe(2);
  });

  test("that stand twice in one register are noted on every line", async () => {
    const { lines, totals } = await reconcile([{}], [{}, {}, { main: "5.00" }]);
    expect(lines.map(({ status, notes }) => [status, notes])).toEqual([
      ["matched", ["acquiring-duplicate"]],
      ["acquiring-only", []],
      ["acquiring-only", ["acquiring-duplicate"]],
    ]);
    expect(totals.duplicates.acquiring).toEqual({ distinct: 1, surplusRows: 1, surplusMinor: 10_000n });
  });
});

describe("the search for groups", () => {
  const parts = Array.from({ length: 12 }, (_, index) => ({ main: `${index + 1}.00` }));

  test("stops at its limit of steps and says so", async () => {
    const { lines, totals } = await reconcile([{ main: "77.00" }], parts, { searchStepsMax: 50 });
    expect(totals.searchesCutShort).toBe(1);
    expect(lines.every(({ notes }) => notes.includes("search-cut-short"))).toBe(true);
    const full = await reconcile([{ main: "77.00" }], parts, { searchStepsMax: 100_000 });
    expect(full.totals.searchesCutShort).toBe(0);
    expect(full.totals.result.byStatus["matched-in-group"]).toBeGreaterThan(1);
  });

  test("leaves out keys with more candidates than allowed, except for all against all", async () => {
    const some = await reconcile([{ main: "77.00" }], parts, { groupCandidatesMax: 11 });
    expect(some.totals.result.byStatus["matched-in-group"]).toBe(0);
    const all = await reconcile([{ main: "78.00" }], parts, { groupCandidatesMax: 0 });
    expect(all.totals.result.byStatus["matched-in-group"]).toBe(12);
  });

  test("ends soon on a key with thousands of rows", async () => {
    const charges = Array.from({ length: 3000 }, (_, index) => ({ main: `${10 * index + 1}.00` }));
    const payments = Array.from({ length: 3000 }, (_, index) => ({ main: `${10 * index + 6}.00` }));
    const { totals } = await reconcile(charges, payments, { toleranceMinor: 100n });
    expect(totals.result.billing.rows).toBe(3000);
    expect(totals.searchesCutShort).toBe(1);
  });
});

describe("the report by day", () => {
  test("gives each day of the chosen side the sums of that register", async () => {
    const acquiring = [
      { bill: "1", date: "2026-01-10", main: "10.00" },
      { bill: "2", date: "2026-01-11", main: "20.00" },
      { bill: "3", date: "2026-01-11", main: "40.00" },
    ];
    const billing = [
      { bill: "1", date: "2026-01-01", main: "10.00" },
      { bill: "2", date: "2026-01-01", main: "25.00" },
      { bill: "4", date: "2026-01-01", main: "80.00" },
    ];
    const { totals } = await reconcile(billing, acquiring);
    const days = totals.days.map(({ day, billing: charged, acquiring: paid, differenceMinor }) => [
      new Date(day * 86_400_000).toISOString().slice(0, 10),
      charged.mainMinor,
      paid.mainMinor,
      differenceMinor,
    ]);
    expect(days).toEqual([
      ["2026-01-01", 8000n, 0n, 8000n],
      ["2026-01-10", 1000n, 1000n, 0n],
      ["2026-01-11", 2500n, 6000n, -3500n],
    ]);
  });

  test("gives each supplier its sums", async () => {
    const { totals } = await reconcile([{ supplier: "2" }, { supplier: "10" }], [{ supplier: "2", main: "99.00" }]);
    expect(totals.suppliers?.map(({ supplierId, differenceMinor }) => [supplierId, differenceMinor])).toEqual([
      ["10", 10_000n],
      ["2", 100n],
    ]);
  });
});
