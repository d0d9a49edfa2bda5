import type { KeyLine } from "./key-line.js";
import { compareText, type MatchEntry, magnitude, totalMinor } from "./match-entry.js";
import type { ReconciledKey } from "./reconcile-key.js";
import { type ReconciliationStatus, reconciliationStatuses } from "./statuses.js";
import {
  type DuplicateTotals,
  type LineTotals,
  type ReconciliationTotals,
  type SideTotals,
  suppliersMax,
} from "./totals.js";

/** Adds up a reconciliation key by key. */
export interface TotalsCounter {
  add(key: ReconciledKey<MatchEntry, MatchEntry>, supplierId: string): void;
  /**
   * Adds many pairs of equal rows at once, counted beforehand by day and, once more, by supplier. Each pair is a line of
   * its own with the status `matched`.
   */
  addPairs(byDay: ReadonlyMap<number, PairTotals>, bySupplier: ReadonlyMap<string, PairTotals>): void;
  totals(): ReconciliationTotals;
}

/** How many pairs there are, and the sums of one register in them, which are those of the other as well. */
export interface PairTotals {
  readonly pairs: number;
  readonly mainMinor: bigint;
  readonly fineMinor: bigint;
}

/** Adds up the rows of one register. */
export interface SideCounter {
  add(rows: number, mainMinor: bigint, fineMinor: bigint): void;
  totals(): SideTotals;
}

/** Creates an empty counter of a whole reconciliation. */
export function createTotalsCounter(): TotalsCounter {
  const days = new Map<number, LineCounter>();
  const suppliers = new Map<string, LineCounter>();
  const duplicates = { billing: noDuplicates(), acquiring: noDuplicates() };
  const tolerance = { groups: 0, differenceMinor: 0n, absoluteMinor: 0n };
  let areSuppliersKept = true;
  let searchesCutShort = 0;

  const limitSuppliers = (): void => {
    if (suppliers.size <= suppliersMax) return;
    areSuppliersKept = false;
    suppliers.clear();
  };

  return {
    add({ lines, duplicates: repeated, acceptedDifferencesMinor, isSearchCutShort }, supplierId) {
      const supplier = areSuppliersKept ? counterOf(suppliers, supplierId) : undefined;
      for (const line of lines) {
        counterOf(days, line.day).add(line);
        supplier?.add(line);
      }
      for (const { side, entries } of repeated) addDuplicates(duplicates[side], entries);
      for (const differenceMinor of acceptedDifferencesMinor) {
        tolerance.groups += 1;
        tolerance.differenceMinor += differenceMinor;
        tolerance.absoluteMinor += magnitude(differenceMinor);
      }
      if (isSearchCutShort) searchesCutShort += 1;
      limitSuppliers();
    },
    addPairs(byDay, bySupplier) {
      for (const [day, totals] of byDay) counterOf(days, day).addPairs(totals);
      if (areSuppliersKept) {
        for (const [supplierId, totals] of bySupplier) counterOf(suppliers, supplierId).addPairs(totals);
      }
      limitSuppliers();
    },
    totals() {
      const byDay = [...days].sort(([a], [b]) => a - b).map(([day, counter]) => ({ day, ...counter.totals() }));
      return {
        result: sumLineTotals(byDay),
        days: byDay,
        suppliers: areSuppliersKept
          ? [...suppliers]
              .sort(([a], [b]) => compareText(a, b))
              .map(([supplierId, counter]) => ({ supplierId, ...counter.totals() }))
          : undefined,
        duplicates,
        tolerance,
        searchesCutShort,
      };
    },
  };
}

/** Creates an empty counter of the rows of one register. */
export function createSideCounter(): SideCounter {
  let rows = 0;
  let mainSum = 0n;
  let fineSum = 0n;
  return {
    add(added, mainMinor, fineMinor) {
      rows += added;
      mainSum += mainMinor;
      fineSum += fineMinor;
    },
    totals: () => ({ rows, mainMinor: mainSum, fineMinor: fineSum }),
  };
}

interface LineCounter {
  add(line: KeyLine<MatchEntry, MatchEntry>): void;
  addPairs(totals: PairTotals): void;
  totals(): LineTotals;
}

function createLineCounter(): LineCounter {
  const billing = createSideCounter();
  const acquiring = createSideCounter();
  const byStatus = noStatuses();
  let lines = 0;
  return {
    add(line) {
      lines += 1;
      byStatus[line.status] += 1;
      if (line.billing) billing.add(1, line.billing.mainMinor, line.billing.fineMinor);
      if (line.acquiring) acquiring.add(1, line.acquiring.mainMinor, line.acquiring.fineMinor);
    },
    addPairs({ pairs, mainMinor, fineMinor }) {
      lines += pairs;
      byStatus.matched += pairs;
      billing.add(pairs, mainMinor, fineMinor);
      acquiring.add(pairs, mainMinor, fineMinor);
    },
    totals: () => lineTotals(lines, { billing: billing.totals(), acquiring: acquiring.totals() }, byStatus),
  };
}

function counterOf<Key>(counters: Map<Key, LineCounter>, key: Key): LineCounter {
  const known = counters.get(key);
  if (known) return known;
  const counter = createLineCounter();
  counters.set(key, counter);
  return counter;
}

function sumLineTotals(parts: readonly LineTotals[]): LineTotals {
  const byStatus = noStatuses();
  let lines = 0;
  for (const part of parts) {
    lines += part.lines;
    for (const status of reconciliationStatuses) byStatus[status] += part.byStatus[status];
  }
  const billing = sumSides(parts.map((part) => part.billing));
  const acquiring = sumSides(parts.map((part) => part.acquiring));
  return lineTotals(lines, { billing, acquiring }, byStatus);
}

function sumSides(parts: readonly SideTotals[]): SideTotals {
  let rows = 0;
  let mainMinor = 0n;
  let fineMinor = 0n;
  for (const part of parts) {
    rows += part.rows;
    mainMinor += part.mainMinor;
    fineMinor += part.fineMinor;
  }
  return { rows, mainMinor, fineMinor };
}

function lineTotals(
  lines: number,
  { billing, acquiring }: Pick<LineTotals, "billing" | "acquiring">,
  byStatus: LineTotals["byStatus"],
): LineTotals {
  return { lines, billing, acquiring, differenceMinor: totalMinor(billing) - totalMinor(acquiring), byStatus };
}

function noStatuses(): Record<ReconciliationStatus, number> {
  const zeros = Object.fromEntries(reconciliationStatuses.map((status) => [status, 0]));
  return zeros as Record<ReconciliationStatus, number>;
}

type MutableDuplicateTotals = { -readonly [Key in keyof DuplicateTotals]: DuplicateTotals[Key] };

function noDuplicates(): MutableDuplicateTotals {
  return { distinct: 0, surplusRows: 0, surplusMinor: 0n };
}

function addDuplicates(totals: MutableDuplicateTotals, entries: readonly MatchEntry[]): void {
  const [first] = entries;
  if (!first) return;
  totals.distinct += 1;
  totals.surplusRows += entries.length - 1;
  totals.surplusMinor += totalMinor(first) * BigInt(entries.length - 1);
}
