import { addDays, type CalendarDate, parseCalendarDate, parseMinorUnits } from "@opora/core";
import { type ReconciliationLine, type ReconciliationRules, type RegisterRow, reconcileRows } from "@opora/gis-sdk";
import fc from "fast-check";

/** What a test says about a row; the rest does not matter to it. */
export interface RowSketch {
  readonly bill?: string;
  readonly supplier?: string;
  readonly service?: string;
  readonly date?: string;
  /** Roubles; a plain text is the main sum. */
  readonly main?: string;
  readonly fine?: string;
}

/** A row of a register. */
export function row({
  bill = "00АА000000-01-4011",
  supplier = "17",
  service = "00АА000000-01",
  date = "2026-01-15",
  main = "100.00",
  fine = "0.00",
}: RowSketch = {}): RegisterRow {
  return {
    billNumber: bill,
    supplierId: supplier,
    serviceId: service,
    date: parseCalendarDate(date),
    mainMinor: parseMinorUnits(main, 2),
    fineMinor: parseMinorUnits(fine, 2),
  };
}

/** Reconciles rows given by sketches. */
export async function reconcile(
  billing: readonly RowSketch[],
  acquiring: readonly RowSketch[],
  rules: ReconciliationRules = {},
) {
  return reconcileRows({ billing: billing.map(row), acquiring: acquiring.map(row), rules });
}

/** Everything that an iterable gives. */
export async function collect<Item>(items: AsyncIterable<Item>): Promise<readonly Item[]> {
  const collected: Item[] = [];
  for await (const item of items) collected.push(item);
  return collected;
}

/** Status, stage and amounts of each line, like `matched/exact 100+0 = 100+0`. */
export function inShort(lines: readonly ReconciliationLine[]): readonly string[] {
  return lines.map(({ status, stage, billing, acquiring }) => {
    const amounts = [billing, acquiring].map((side) =>
      side ? `${roubles(side.row.mainMinor)}+${roubles(side.row.fineMinor)}` : "none",
    );
    return `${status}/${stage} ${amounts.join(" = ")}`;
  });
}

function roubles(minor: bigint): string {
  return String(Number(minor) / 100);
}

const someRow: fc.Arbitrary<RegisterRow> = fc.record({
  billNumber: fc.constantFrom("1", "10", "2", "00АА000000-01-4011", 'b;"1"', "=1+1", "'x"),
  supplierId: fc.constantFrom("7", "07"),
  serviceId: fc.constantFrom("s", "т"),
  date: fc.constantFrom(0, 1, 2, 30, 60).map((days) => addDays("2026-01-04" as CalendarDate, days)),
  mainMinor: fc.constantFrom(-1000n, 0n, 0n, 1000n, 1001n, 2000n, 3000n),
  fineMinor: fc.constantFrom(0n, 0n, 1n, 1000n, -1000n),
});

/** Two registers in which keys, dates and amounts meet often: most payments are charges, some of them changed a little. */
export const registerPair: fc.Arbitrary<{
  readonly billing: readonly RegisterRow[];
  readonly acquiring: readonly RegisterRow[];
}> = fc.array(someRow, { maxLength: 25 }).chain((billing) => {
  const charge = billing.length === 0 ? someRow : fc.constantFrom(...billing);
  const payment = fc
    .tuple(charge, someRow, fc.constantFrom("none", "date", "mainMinor", "fineMinor", "all", "parts"))
    .map(([charged, other, change]): readonly RegisterRow[] => {
      if (change === "none") return [charged];
      if (change === "all") return [other];
      if (change === "parts")
        return [
          { ...charged, mainMinor: 400n },
          { ...charged, mainMinor: charged.mainMinor - 400n },
        ];
      return [{ ...charged, [change]: other[change as keyof RegisterRow] }];
    });
  return fc.record({
    billing: fc.constant(billing),
    acquiring: fc.array(payment, { maxLength: 25 }).map((payments) => payments.flat()),
  });
});

/** Rules of all kinds. */
export const someRules: fc.Arbitrary<ReconciliationRules> = fc.record(
  {
    period: fc.constant({ from: parseCalendarDate("2026-01-05"), to: parseCalendarDate("2026-02-05") }),
    dateWindowDays: fc.integer({ min: 0, max: 20 }),
    toleranceMinor: fc.constantFrom(0n, 1n, 1500n),
    reportedDay: fc.constantFrom("billing" as const, "acquiring" as const),
    groupCandidatesMax: fc.integer({ min: 0, max: 6 }),
    searchStepsMax: fc.constantFrom(0, 5, 1000),
  },
  { requiredKeys: [] },
);
