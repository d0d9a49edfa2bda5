import { type CalendarDate, parseCalendarDate } from "@opora/core";
import {
  GisError,
  latinLookalikesToCyrillic,
  type ReconciliationRules,
  type RegisterRow,
  reconcileRows,
  upperCase,
  withoutLeadingZeros,
} from "@opora/gis-sdk";
import { describe, expect, test } from "vitest";
import { reconcile, row } from "../../register-fixtures.js";

async function failure(work: Promise<unknown>): Promise<GisError> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!GisError.is(error)) throw new Error(`Expected a GisError, got ${String(error)}`);
  return error;
}

describe("reconcileRows", () => {
  test("takes arrays, iterables and async iterables", async () => {
    async function* payments() {
      yield row();
    }
    const { lines } = await reconcileRows({ billing: new Set([row()]), acquiring: payments() });
    expect(lines.map(({ status }) => status)).toEqual(["matched"]);
  });

  test("hands back the rows of the host themselves, with what else they hold", async () => {
    const billing = [{ ...row(), invoice: "A" }];
    const acquiring = [{ ...row(), terminal: 5 }];
    const { lines } = await reconcileRows({ billing, acquiring });
    expect(lines[0]?.billing?.row.invoice).toBe("A");
    expect(lines[0]?.acquiring?.row.terminal).toBe(5);
    expect(lines[0]?.acquiring?.line).toBe(1);
  });

  test("orders lines by date, bill, supplier and service", async () => {
    const rows = [
      { bill: "2", date: "2026-01-01" },
      { bill: "10", date: "2026-01-02" },
      { bill: "1", supplier: "b", date: "2026-01-02" },
      { bill: "1", supplier: "a", date: "2026-01-02" },
    ];
    const { lines } = await reconcile(rows, []);
    expect(lines.map(({ key }) => `${key.billNumber}${key.supplierId}`)).toEqual(["217", "1a", "1b", "1017"]);
  });

  test.each<[string, Partial<RegisterRow>, string]>([
    ["an empty bill number", { billNumber: " " }, "billNumber"],
    ["a supplier that is no text", { supplierId: 7 as unknown as string }, "supplierId"],
    ["a service with a zero byte", { serviceId: "a\0b" }, "serviceId"],
    ["a bill number that is too long", { billNumber: "я".repeat(129) }, "billNumber"],
    ["a date that does not exist", { date: "2026-02-30" as CalendarDate }, "date"],
    ["a date of another age", { date: "1812-09-07" as CalendarDate }, "date"],
    ["an amount that is no bigint", { mainMinor: 5 as unknown as bigint }, "mainMinor"],
    ["an amount of sixteen digits", { fineMinor: 10n ** 15n }, "fineMinor"],
  ])("refuses %s and names row and field, not the value", async (_what, change, field) => {
    const error = await failure(reconcileRows({ billing: [], acquiring: [row(), { ...row(), ...change }] }));
    expect(error.code).toBe("GIS_REGISTER_ROW");
    expect(error.details).toEqual({ side: "acquiring", ordinal: 2, field });
  });

  test("refuses more rows than it may hold", async () => {
    const error = await failure(reconcileRows({ billing: [row(), row()], acquiring: [], rowsMax: 1 }));
    expect(error.code).toBe("GIS_LIMIT_EXCEEDED");
  });

  test("stops when it is aborted", async () => {
    const abort = new AbortController();
    async function* rows() {
      yield row();
      abort.abort(new Error("enough"));
      yield row();
    }
    const work = reconcileRows({ billing: rows(), acquiring: [] }, { signal: abort.signal });
    await expect(work).rejects.toThrow("enough");
  });
});

describe("rules", () => {
  test.each<[unknown, string]>([
    [{ tolerance: 1n }, "rules.tolerance"],
    [{ toleranceMinor: 1 }, "rules.toleranceMinor"],
    [{ toleranceMinor: -1n }, "rules.toleranceMinor"],
    [{ dateWindowDays: 1.5 }, "rules.dateWindowDays"],
    [{ dateWindowDays: -1 }, "rules.dateWindowDays"],
    [{ groupCandidatesMax: 21 }, "rules.groupCandidatesMax"],
    [{ searchStepsMax: Number.NaN }, "rules.searchStepsMax"],
    [{ reportedDay: "both" }, "rules.reportedDay"],
    [{ period: { from: "2026-01-31", to: "2026-01-01" } }, "rules.period.to"],
    [{ period: { from: "2026-02-30", to: "2026-03-01" } }, "rules.period.from"],
    [{ period: { from: "2026-01-01", to: "2026-03-01", by: "day" } }, "rules.period.by"],
    [{ normalisers: { billNumber: upperCase } }, "rules.normalisers.billNumber"],
    [null, "rules"],
  ])("%o are refused with the path of what is wrong", async (rules, path) => {
    const error = await failure(reconcileRows({ billing: [], acquiring: [], rules: rules as ReconciliationRules }));
    expect([error.code, error.details["path"]]).toEqual(["GIS_OPTIONS_INVALID", path]);
  });

  test("are optional, and so is every one of them", async () => {
    const period = { from: parseCalendarDate("2026-01-15"), to: parseCalendarDate("2026-01-15") };
    expect((await reconcile([{}], [{}], { period })).totals.result.byStatus.matched).toBe(1);
    expect((await reconcileRows({ billing: [row()], acquiring: [row()] })).totals.result.byStatus.matched).toBe(1);
  });
});

describe("keys", () => {
  test("are joined without the white space around them, and otherwise as they are", async () => {
    const { totals } = await reconcile([{ bill: " \u00a0 1\t" }, { bill: "01" }], [{ bill: "1" }, { bill: "1 " }]);
    expect(totals.result.byStatus).toMatchObject({ matched: 1, "billing-only": 1, "acquiring-only": 1 });
  });

  test("are joined by declared normalisers", async () => {
    const normalisers = {
      billNumber: [upperCase, latinLookalikesToCyrillic],
      supplierId: [withoutLeadingZeros],
    };
    const { lines } = await reconcile(
      [{ bill: "00АА000001-01-0001", supplier: "007" }],
      [{ bill: "00aa000001-01-0001", supplier: "7" }],
      { normalisers },
    );
    expect(lines.map(({ status, key }) => [status, key.billNumber, key.supplierId])).toEqual([
      ["matched", "00АА000001-01-0001", "7"],
    ]);
    expect(lines[0]?.acquiring?.row.billNumber).toBe("00aa000001-01-0001");
  });

  test("keep a single zero", async () => {
    const { lines } = await reconcile([{ supplier: "000" }], [], {
      normalisers: { supplierId: [withoutLeadingZeros] },
    });
    expect(lines[0]?.key.supplierId).toBe("0");
  });

  test("that a normaliser empties are refused", async () => {
    const error = await failure(reconcile([{}], [], { normalisers: { serviceId: [() => ""] } }));
    expect(error.details).toEqual({ side: "billing", ordinal: 1, field: "serviceId" });
  });
});
