import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseCalendarDate } from "@opora/core";
import { type ReconciliationLine, type RegisterRow, type RegisterSide, reconcileRows } from "@opora/gis-sdk";
import { readReconciliation, reconcileRegisters } from "@opora/gis-sdk/csv";
import { encodeSampleRegister } from "@opora/gis-sdk/testing";
import { suiteFolder } from "@opora/test-support";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { collect, registerPair, row, someRules } from "../register-fixtures.js";

const sides = ["billing", "acquiring"] as const satisfies readonly RegisterSide[];
const total = ({ mainMinor, fineMinor }: RegisterRow) => mainMinor + fineMinor;
const sum = (amounts: readonly bigint[]) => amounts.reduce((all, amount) => all + amount, 0n);
const rowsOf = (lines: readonly ReconciliationLine[], side: RegisterSide) =>
  lines.flatMap((line) => (line[side] ? [line[side].row] : []));
const keyOf = ({ billNumber, supplierId, serviceId }: ReconciliationLine["key"]) =>
  JSON.stringify([billNumber, supplierId, serviceId]);
const toJson = (value: unknown) =>
  JSON.stringify(value, (_key, inner: unknown) => (typeof inner === "bigint" ? `${inner}n` : inner));

function groups<Item>(items: readonly Item[], keyOfItem: (item: Item) => string): readonly (readonly Item[])[] {
  const byKey = new Map<string, Item[]>();
  for (const item of items) byKey.set(keyOfItem(item), [...(byKey.get(keyOfItem(item)) ?? []), item]);
  return [...byKey.values()];
}

describe("a reconciliation of any registers by any rules", () => {
  test("has every row of both registers exactly once, and counts what it has", async () => {
    await fc.assert(
      fc.asyncProperty(registerPair, someRules, async ({ billing, acquiring }, rules) => {
        const { lines, totals, read } = await reconcileRows({ billing, acquiring, rules });
        for (const [side, rows] of [["billing", billing] as const, ["acquiring", acquiring] as const]) {
          const numbers = lines.flatMap((line) => (line[side] ? [line[side].line] : []));
          expect([...numbers].sort((a, b) => a - b)).toEqual(rows.map((_, index) => index + 1));
          for (const line of lines) if (line[side]) expect(line[side].row).toBe(rows[line[side].line - 1]);
          expect(totals.result[side]).toEqual(read[side]);
          expect(totals.result[side].mainMinor).toBe(sum(rows.map(({ mainMinor }) => mainMinor)));
          expect(totals.result[side].fineMinor).toBe(sum(rows.map(({ fineMinor }) => fineMinor)));
          expect(totals.days.reduce((all, day) => all + day[side].rows, 0)).toBe(rows.length);
          expect(totals.suppliers?.reduce((all, supplier) => all + supplier[side].rows, 0)).toBe(rows.length);
        }
        expect(totals.result.lines).toBe(lines.length);
        expect(sum(Object.values(totals.result.byStatus).map(BigInt))).toBe(BigInt(lines.length));
      }),
    );
  });

  test("is the same whatever the order of the rows, and leaves them as they were", async () => {
    const registers = registerPair.chain(({ billing, acquiring }) =>
      fc.record({
        billing: fc.constant(billing),
        acquiring: fc.constant(acquiring),
        shuffledBilling: fc.shuffledSubarray([...billing], { minLength: billing.length }),
        shuffledAcquiring: fc.shuffledSubarray([...acquiring], { minLength: acquiring.length }),
      }),
    );
    const withoutNumbers = (lines: readonly ReconciliationLine[]) =>
      lines
        .map(({ billing, acquiring, ...line }) => toJson({ ...line, billing: billing?.row, acquiring: acquiring?.row }))
        .sort();
    await fc.assert(
      fc.asyncProperty(registers, someRules, async (given, rules) => {
        const before = toJson(given);
        for (const each of [...given.billing, ...given.acquiring]) Object.freeze(each);
        const first = await reconcileRows({ billing: given.billing, acquiring: given.acquiring, rules });
        const second = await reconcileRows({
          billing: given.shuffledBilling,
          acquiring: given.shuffledAcquiring,
          rules,
        });
        expect(withoutNumbers(second.lines)).toEqual(withoutNumbers(first.lines));
        expect(second.totals).toEqual(first.totals);
        expect(toJson(given)).toBe(before);
      }),
    );
  });

  test("calls matched only what agrees by its rules, and never leaves both sides of a key alone", async () => {
    await fc.assert(
      fc.asyncProperty(registerPair, someRules, async ({ billing, acquiring }, rules) => {
        const { lines } = await reconcileRows({ billing, acquiring, rules });
        const { toleranceMinor = 0n, dateWindowDays = Number.POSITIVE_INFINITY, period } = rules;
        for (const group of groups(lines, ({ key, group: number }) => `${keyOf(key)}#${number}`)) {
          const [charges, payments] = sides.map((side) => rowsOf(group, side)) as [RegisterRow[], RegisterRow[]];
          const status = group[0]?.status;
          expect(group.every((line) => line.status === status)).toBe(true);
          const dated = [...charges, ...payments].map(({ date }) => date);
          const isInside = dated.every((date) => period === undefined || (date >= period.from && date <= period.to));
          expect(isInside).toBe(status !== "outside-period");
          const main = sum(charges.map((row) => row.mainMinor)) - sum(payments.map((row) => row.mainMinor));
          const fine = sum(charges.map((row) => row.fineMinor)) - sum(payments.map((row) => row.fineMinor));
          const isEqual = [main, fine].every((part) => part <= toleranceMinor && -part <= toleranceMinor);
          const apartDays = charges.flatMap((charge) =>
            payments.map((payment) => Math.abs(Date.parse(charge.date) - Date.parse(payment.date)) / 86_400_000),
          );
          switch (status) {
            case "matched":
            case "matched-in-group":
              expect(isEqual).toBe(true);
              expect(Math.max(...apartDays)).toBeLessThanOrEqual(dateWindowDays);
              expect(charges.length + payments.length === 2).toBe(status === "matched");
              break;
            case "date-mismatch":
              expect([main, fine]).toEqual([0n, 0n]);
              expect(Math.max(...apartDays)).toBeGreaterThan(dateWindowDays);
              break;
            case "component-mismatch":
              expect(sum(charges.map(total))).toBe(sum(payments.map(total)));
              expect([main, fine]).not.toEqual([0n, 0n]);
              break;
            case "amount-mismatch":
              expect(sum(charges.map(total))).not.toBe(sum(payments.map(total)));
              break;
            default:
              expect(charges.length + payments.length).toBe(1);
          }
        }
        for (const ofKey of groups(lines, ({ key }) => keyOf(key))) {
          const isAlone =
            (side: RegisterSide) =>
            ({ status, notes }: ReconciliationLine) =>
              status === `${side}-only` && !notes.includes("zero");
          expect(ofKey.some(isAlone("billing")) && ofKey.some(isAlone("acquiring"))).toBe(false);
        }
      }),
    );
  });
});

describe("a reconciliation on disk", () => {
  const outDir = suiteFolder();
  const sources = suiteFolder();

  test("gives the lines and totals of the one in memory, from rows and from CSV", async () => {
    await fc.assert(
      fc.asyncProperty(registerPair, someRules, async ({ billing, acquiring }, rules) => {
        const inMemory = await reconcileRows({ billing, acquiring, rules });
        const report = await reconcileRegisters({
          billing: { rows: billing },
          acquiring: { rows: acquiring },
          outDir,
          rules,
        });
        const fromRows = await collect(readReconciliation(outDir));
        expect(fromRows).toEqual(inMemory.lines);
        expect(report.result.byStatus).toEqual(inMemory.totals.result.byStatus);
        expect(report.searchesCutShort).toBe(inMemory.totals.searchesCutShort);
        expect(report.tolerance.groups).toBe(inMemory.totals.tolerance.groups);
        expect(report.duplicates.billing.surplusRows).toBe(inMemory.totals.duplicates.billing.surplusRows);

        // Small files are one partition, rows of unknown number are many.
        const fromCsv = await reconcileRegisters({
          billing: await csvFile("billing.csv", billing),
          acquiring: await csvFile("acquiring.csv", acquiring),
          outDir,
          rules,
        });
        expect(fromCsv).toEqual(report);
        const behindHeader = (line: ReconciliationLine) => ({
          ...line,
          ...(line.billing ? { billing: { ...line.billing, line: line.billing.line + 1 } } : {}),
          ...(line.acquiring ? { acquiring: { ...line.acquiring, line: line.acquiring.line + 1 } } : {}),
        });
        expect(await collect(readReconciliation(outDir))).toEqual(inMemory.lines.map(behindHeader));
      }),
      { numRuns: 60 },
    );
  });

  test("decides about every kind of pair as the one in memory does", async () => {
    const pairs = ["2025-12-31", "2026-01-01", "2026-01-31", "2026-02-01"].flatMap((date) =>
      ["-1.00", "0.00", "1.00"].flatMap((main) =>
        ["-1.00", "0.00", "1.00"].flatMap((fine) =>
          [{}, { date: "2026-01-15" }, { main: "2.00" }, { fine: "2.00" }].map((change) => {
            const bill = [date, main, fine, JSON.stringify(change)].join();
            return [row({ bill, date, main, fine }), row({ bill, date, main, fine, ...change })] as const;
          }),
        ),
      ),
    );
    const billing = pairs.map(([charge]) => charge);
    const acquiring = pairs.map(([, payment]) => payment);
    const period = { from: parseCalendarDate("2026-01-01"), to: parseCalendarDate("2026-01-31") };
    for (const rules of [{}, { period }, { dateWindowDays: 5 }]) {
      await reconcileRegisters({ billing: { rows: billing }, acquiring: { rows: acquiring }, outDir, rules });
      const { lines } = await reconcileRows({ billing, acquiring, rules });
      expect(await collect(readReconciliation(outDir))).toEqual(lines);
    }
  });

  async function csvFile(name: string, rows: readonly RegisterRow[]) {
    const file = join(sources, name);
    const bytes = encodeSampleRegister(rows.map((given) => ({ ...given, billNumber: quoted(given.billNumber) })));
    await writeFile(file, bytes);
    return { file };
  }

  function quoted(text: string): string {
    return `"${text.replaceAll('"', '""')}"`;
  }
});
