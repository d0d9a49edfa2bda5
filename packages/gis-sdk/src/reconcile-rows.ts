import { addDays, type CalendarDate } from "@opora/core";
import { assertConserved } from "./domain/reconciliation/conservation.js";
import { keyText, normaliseKey } from "./domain/reconciliation/key-normalisers.js";
import { compareText, type MatchEntry } from "./domain/reconciliation/match-entry.js";
import { checkOptionKeys, integerOption } from "./domain/reconciliation/option-checks.js";
import { reconcileKey } from "./domain/reconciliation/reconcile-key.js";
import type { NumberedRow, Reconciliation, ReconciliationLine } from "./domain/reconciliation/reconciliation.js";
import {
  checkRegisterRow,
  checkRowKey,
  dayNumber,
  type RegisterRow,
  type RegisterSide,
  type RowKey,
} from "./domain/reconciliation/register-row.js";
import { type ReconciliationRules, type ResolvedRules, resolveRules } from "./domain/reconciliation/rules.js";
import { createSideCounter, createTotalsCounter } from "./domain/reconciliation/totals-counter.js";
import { GisError } from "./errors.js";

/** What {@link reconcileRows} takes. */
export interface ReconcileRowsOptions<Billing extends RegisterRow, Acquiring extends RegisterRow> {
  /** What was charged. */
  readonly billing: Iterable<Billing> | AsyncIterable<Billing>;
  /** What was paid. */
  readonly acquiring: Iterable<Acquiring> | AsyncIterable<Acquiring>;
  readonly rules?: ReconciliationRules;
  /** Rows of one register that are held in memory. Default: 1,000,000; at most 10,000,000. */
  readonly rowsMax?: number;
}

/**
 * Reconciles two registers in memory: a full outer join by bill number, supplier and service, in stages from exact
 * equality to one-sided rows. Rows are only read, never changed, and the outcome does not depend on their order.
 *
 * For registers that do not fit in memory, or stand in CSV files, use `reconcileRegisters` of `@opora/gis-sdk/csv`.
 *
 * @throws {@link GisError} `GIS_OPTIONS_INVALID`, `GIS_REGISTER_ROW` for a row with an invalid field,
 * `GIS_LIMIT_EXCEEDED` for too many rows.
 * @example
 * ```ts
 * const row = {
 *   billNumber: "00АА000000-01-4011",
 *   supplierId: "17",
 *   serviceId: "00АА000000-01",
 *   date: parseCalendarDate("2026-01-15"),
 *   mainMinor: 150_000n,
 *   fineMinor: 0n,
 * };
 * const { lines } = await reconcileRows({ billing: [row], acquiring: [{ ...row, mainMinor: 149_000n }] });
 * console.log(lines[0]?.status); // "amount-mismatch"
 * ```
 */
export async function reconcileRows<Billing extends RegisterRow, Acquiring extends RegisterRow>(
  options: ReconcileRowsOptions<Billing, Acquiring>,
  { signal }: { readonly signal?: AbortSignal } = {},
): Promise<Reconciliation<Billing, Acquiring>> {
  checkOptionKeys(options, "options", ["billing", "acquiring", "rules", "rowsMax"]);
  const rules = resolveRules(options.rules);
  const rowsMax = integerOption(options.rowsMax, "options.rowsMax", { min: 1, max: 10_000_000, otherwise: 1_000_000 });
  const limits = { rules, rowsMax, ...(signal ? { signal } : {}) };
  const sums = { billing: createSideCounter(), acquiring: createSideCounter() };
  const keys = new Map<string, RowsOfKey<Billing, Acquiring>>();
  for await (const { key, entry } of entriesOf(options.billing, "billing", limits)) {
    rowsOfKey(keys, key).billing.push(entry);
    sums.billing.add(1, entry.mainMinor, entry.fineMinor);
  }
  for await (const { key, entry } of entriesOf(options.acquiring, "acquiring", limits)) {
    rowsOfKey(keys, key).acquiring.push(entry);
    sums.acquiring.add(1, entry.mainMinor, entry.fineMinor);
  }
  const read = { billing: sums.billing.totals(), acquiring: sums.acquiring.totals() };

  const counter = createTotalsCounter();
  const lines: ReconciliationLine<Billing, Acquiring>[] = [];
  for (const entries of inOrderOfKeys(keys)) {
    const reconciled = reconcileKey(entries, rules);
    counter.add(reconciled, entries.key.supplierId);
    for (const { day, billing: charge, acquiring: payment, ...line } of reconciled.lines) {
      lines.push({
        date: addDays(epoch, day),
        key: entries.key,
        ...line,
        ...(charge ? { billing: numbered(charge) } : {}),
        ...(payment ? { acquiring: numbered(payment) } : {}),
      });
    }
  }
  const totals = counter.totals();
  assertConserved(read, totals.result);
  return { lines: lines.sort((a, b) => compareText(a.date, b.date)), read, totals };
}

interface RowEntry<Row extends RegisterRow> extends MatchEntry {
  readonly row: Row;
}

interface RowsOfKey<Billing extends RegisterRow, Acquiring extends RegisterRow> {
  readonly key: RowKey;
  readonly billing: RowEntry<Billing>[];
  readonly acquiring: RowEntry<Acquiring>[];
}

const epoch = "1970-01-01" as CalendarDate;

interface CollectLimits {
  readonly rules: ResolvedRules;
  readonly rowsMax: number;
  readonly signal?: AbortSignal;
}

/** Checks each row and gives it its key and ordinal. */
async function* entriesOf<Row extends RegisterRow>(
  rows: Iterable<Row> | AsyncIterable<Row>,
  side: RegisterSide,
  { rules, rowsMax, signal }: CollectLimits,
): AsyncGenerator<{ readonly key: RowKey; readonly entry: RowEntry<Row> }> {
  let ordinal = 0;
  for await (const row of rows) {
    signal?.throwIfAborted();
    ordinal += 1;
    if (ordinal > rowsMax) throw tooManyRows(side, rowsMax);
    checkRegisterRow(row, { side, ordinal });
    const key = normaliseKey(row, rules.normalisers);
    checkRowKey(key, { side, ordinal });
    const { mainMinor, fineMinor } = row;
    yield { key, entry: { day: dayNumber(row.date), mainMinor, fineMinor, ordinal, row } };
  }
}

function rowsOfKey<Billing extends RegisterRow, Acquiring extends RegisterRow>(
  keys: Map<string, RowsOfKey<Billing, Acquiring>>,
  key: RowKey,
): RowsOfKey<Billing, Acquiring> {
  const text = keyText(key);
  const known = keys.get(text);
  if (known) return known;
  const rows: RowsOfKey<Billing, Acquiring> = { key, billing: [], acquiring: [] };
  keys.set(text, rows);
  return rows;
}

function inOrderOfKeys<Rows>(keys: ReadonlyMap<string, Rows>): readonly Rows[] {
  return [...keys].sort(([a], [b]) => compareText(a, b)).map(([, rows]) => rows);
}

function numbered<Row extends RegisterRow>({ row, ordinal }: RowEntry<Row>): NumberedRow<Row> {
  return { row, line: ordinal };
}

function tooManyRows(side: RegisterSide, rowsMax: number): GisError {
  return new GisError(
    "GIS_LIMIT_EXCEEDED",
    `The ${side} register has more than ${rowsMax} rows. Raise rowsMax, or use reconcileRegisters, which works on disk.`,
    { details: { side, rowsMax } },
  );
}
