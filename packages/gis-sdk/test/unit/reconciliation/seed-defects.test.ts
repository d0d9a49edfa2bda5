import { readdir } from "node:fs/promises";
import { reconcileRows } from "@opora/gis-sdk";
import { readRegister, reconcileRegisters, reconciliationFiles } from "@opora/gis-sdk/csv";
import { testFolder } from "@opora/test-support";
import { describe, expect, test } from "vitest";
import { collect, inShort, reconcile, row } from "../../register-fixtures.js";

const header = "bill_number;supp_id;serv_id;date;main_sum;fine_sum";

async function readText(text: string) {
  return collect(readRegister({ bytes: [new TextEncoder().encode(text)] }));
}

/** Defects of the reconciliation that this one replaces; none of them may come back. */
describe("what used to go wrong", () => {
  test("1: rows that only the billing register has do not vanish", async () => {
    const billing = Array.from({ length: 10 }, (_, index) => ({ bill: String(index), main: "15000.00" }));
    const { totals, lines } = await reconcile(billing, billing.slice(0, 8));
    expect(totals.result.byStatus).toMatchObject({ matched: 8, "billing-only": 2, "acquiring-only": 0 });
    expect(totals.result.billing).toEqual({ rows: 10, mainMinor: 15_000_000n, fineMinor: 0n });
    expect(totals.result.acquiring).toEqual({ rows: 8, mainMinor: 12_000_000n, fineMinor: 0n });
    expect(totals.result.differenceMinor).toBe(3_000_000n);
    expect(lines).toHaveLength(10);
  });

  test("2: equal rows of the billing register do not collapse into one", async () => {
    const { lines, totals } = await reconcile([{ main: "100.00" }, { main: "100.00" }, { main: "30.00" }], []);
    expect(lines).toHaveLength(3);
    expect(totals.result.billing.mainMinor).toBe(23_000n);
    expect(totals.duplicates.billing).toEqual({ distinct: 1, surplusRows: 1, surplusMinor: 10_000n });
  });

  test("3: a bill that is paid in two parts is one match, and two equal bills with two payments are two", async () => {
    const inParts = await reconcile([{ main: "100.00" }], [{ main: "60.00" }, { main: "40.00" }]);
    expect(inShort(inParts.lines)).toEqual([
      "matched-in-group/group 100+0 = 40+0",
      "matched-in-group/group none = 60+0",
    ]);
    expect(new Set(inParts.lines.map(({ group }) => group))).toEqual(new Set([1]));

    const twice = await reconcile([{}, {}], [{}, {}]);
    expect(inShort(twice.lines)).toEqual(["matched/exact 100+0 = 100+0", "matched/exact 100+0 = 100+0"]);
    expect(twice.lines.map(({ group }) => group)).toEqual([1, 2]);
  });

  test("4: the rows that are handed over stay as they are, and both dates are kept", async () => {
    const billing = [Object.freeze(row({ date: "2026-01-10" }))];
    const acquiring = [Object.freeze(row({ date: "2026-01-12" }))];
    const first = await reconcileRows({ billing, acquiring });
    const second = await reconcileRows({ billing, acquiring });
    expect(second).toEqual(first);
    expect(first.lines[0]?.billing?.row).toBe(billing[0]);
    expect(first.lines[0]?.billing?.row.date).toBe("2026-01-10");
    expect(first.lines[0]?.acquiring?.row.date).toBe("2026-01-12");
  });

  test("5: matched and unmatched rows come out in the same shape", async () => {
    const { lines } = await reconcile([{ bill: "1" }, { bill: "2" }], [{ bill: "1" }, { bill: "3" }]);
    expect(lines.map(({ status }) => status)).toEqual(["matched", "billing-only", "acquiring-only"]);
    for (const { billing, acquiring, ...line } of lines) {
      expect(Object.keys(line)).toEqual(["date", "key", "status", "stage", "group", "notes"]);
      for (const side of [billing, acquiring]) if (side) expect(Object.keys(side)).toEqual(["row", "line"]);
    }
  });

  test("6: sums of both registers are exact, whichever way they are written", async () => {
    const lines = await readText([header, "1;2;3;2026-01-15;0.1;0.2", "1;2;3;2026-01-15;0,10;0,20"].join("\n"));
    const rows = lines.flatMap((line) => (line.kind === "row" ? [line.row] : []));
    expect(rows.map(({ mainMinor, fineMinor }) => [mainMinor, fineMinor])).toEqual([
      [10n, 20n],
      [10n, 20n],
    ]);
    const { totals } = await reconcileRows({ billing: rows.slice(0, 1), acquiring: rows.slice(1) });
    expect(totals.result.byStatus.matched).toBe(1);
  });

  test("7: parts of different keys never run together, and absent parts are no key", async () => {
    const { totals } = await reconcile([{ bill: "1_2", supplier: "3" }], [{ bill: "1", supplier: "2_3" }]);
    expect(totals.result.byStatus).toMatchObject({ matched: 0, "billing-only": 1, "acquiring-only": 1 });
    const [rejected] = await readText([header, ";2;3;2026-01-15;1.00;0.00"].join("\n"));
    expect(rejected).toMatchObject({ kind: "rejected", line: 2, field: "billNumber", reason: "empty" });
  });

  test("8: a main sum that was paid as a fine is no match, and a tolerance is counted", async () => {
    const swapped = await reconcile([{ main: "100.00", fine: "10.00" }], [{ main: "10.00", fine: "100.00" }]);
    expect(inShort(swapped.lines)).toEqual(["component-mismatch/difference 100+10 = 10+100"]);

    const close = await reconcile([{ main: "100.00" }], [{ main: "99.99" }], { toleranceMinor: 1n });
    expect(inShort(close.lines)).toEqual(["matched/tolerance 100+0 = 99.99+0"]);
    expect(close.lines[0]?.notes).toEqual(["within-tolerance"]);
    expect(close.totals.tolerance).toEqual({ groups: 1, differenceMinor: 1n, absoluteMinor: 1n });
  });

  test("9: refunds, zeros, decimals and commas follow rules, and a bad line is named", async () => {
    const refunded = await reconcile([{ main: "100.00" }, { main: "0.00" }], [{ main: "100.00" }, { main: "-100.00" }]);
    expect(inShort(refunded.lines)).toEqual(["matched/exact 100+0 = 100+0", "amount-mismatch/difference 0+0 = -100+0"]);
    const [bad] = await readText([header, "1;2;3;2026-01-15;1.005;0.00"].join("\n"));
    expect(bad).toEqual({
      kind: "rejected",
      line: 2,
      field: "mainMinor",
      reason: "amount-decimals",
      text: "1;2;3;2026-01-15;1.005;0.00",
    });
  });

  test("10: registers are worked off on disk, and what is left there are the results", async () => {
    const folder = testFolder();
    async function* rows() {
      for (let bill = 0; bill < 5000; bill += 1) yield row({ bill: String(bill) });
    }
    const report = await reconcileRegisters({ billing: { rows: rows() }, acquiring: { rows: rows() }, outDir: folder });
    expect(report.result).toMatchObject({ rows: 5000, billingSum: "500000.00", acquiringSum: "500000.00" });
    expect((await readdir(folder)).sort()).toEqual(Object.values(reconciliationFiles).sort());
  });

  test("11: a time in UTC falls on its day in Moscow, and lines are reported under a chosen side's day", async () => {
    const lines = await readText(
      [header, "1;2;3;2026-01-31T21:30:00Z;1.00;0.00", "1;2;3;2026-01-31T20:59:59Z;1.00;0.00"].join("\n"),
    );
    expect(lines.map((line) => (line.kind === "row" ? line.row.date : line.reason))).toEqual([
      "2026-02-01",
      "2026-01-31",
    ]);

    const [billing, acquiring] = [[{ date: "2026-01-10" }], [{ date: "2026-01-12" }]];
    expect((await reconcile(billing, acquiring)).lines[0]?.date).toBe("2026-01-12");
    expect((await reconcile(billing, acquiring, { reportedDay: "billing" })).lines[0]?.date).toBe("2026-01-10");
  });
});
