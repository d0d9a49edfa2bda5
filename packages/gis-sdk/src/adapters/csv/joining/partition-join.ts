import type { DuplicateRows } from "../../../domain/reconciliation/duplicates.js";
import type { MatchEntry } from "../../../domain/reconciliation/match-entry.js";
import { reconcileKey } from "../../../domain/reconciliation/reconcile-key.js";
import type { ResolvedRules } from "../../../domain/reconciliation/rules.js";
import { suppliersMax } from "../../../domain/reconciliation/totals.js";
import { endRunLine, startRunLine } from "../sorting/run-line.js";
import { compareKeys, dayAt, entryAt, fineAt, type KeyRange, keyOf, mainAt } from "../spilling/spill-record.js";
import { createDuplicateLines } from "../writing/duplicate-lines.js";
import { createResultLines } from "../writing/result-lines.js";
import type { JoinOptions } from "./join-partitions.js";
import { createKeyGrouping } from "./key-grouping.js";
import { createLineList, type LineTaker } from "./line-list.js";
import { createPairCounter } from "./pair-counter.js";
import type { Partition } from "./partition.js";
import { createTextCache } from "./text-cache.js";

/** Reconciles one partition after the other. */
export interface PartitionJoin {
  /** Appends the lines of a partition to the runs, in their order. */
  join(partition: Partition): void;
  /** Counts what is not counted yet. */
  finish(): void;
}

/** Creates a join; its arrays are kept from partition to partition. */
export function createPartitionJoin({
  rules,
  decimalMark,
  lines,
  duplicates,
  counter,
}: Pick<JoinOptions, "rules" | "decimalMark" | "lines" | "duplicates" | "counter">): PartitionJoin {
  const groupByKey = createKeyGrouping();
  const lineList = createLineList();
  const pairs = createPairCounter();
  const supplierText = createTextCache(suppliersMax);
  const resultLines = createResultLines(decimalMark);
  const duplicateLines = createDuplicateLines(decimalMark);

  const matchKeys = (partition: Partition): readonly FoundDuplicate[] => {
    const { view } = partition;
    const found: FoundDuplicate[] = [];
    const takeRows = (keyAt: number, billing: readonly MatchEntry[], acquiring: readonly MatchEntry[]): void => {
      const reconciled = reconcileKey({ billing, acquiring }, rules);
      counter.add(reconciled, supplierOf(keyOf(partition, keyAt), supplierText));
      for (const line of reconciled.lines) lineList.takeLine(keyAt, line);
      for (const duplicate of reconciled.duplicates) found.push({ keyAt, duplicate });
    };
    groupByKey(partition, {
      takePair(billingAt, acquiringAt) {
        if (isOrdinary(view, billingAt, acquiringAt, rules)) lineList.takePair(billingAt, acquiringAt);
        else takeRows(billingAt, [entryAt(view, billingAt)], [entryAt(view, acquiringAt)]);
      },
      takeRows,
    });
    return found;
  };

  const lineWriter = (partition: Partition): LineTaker => ({
    takePair(billingAt, acquiringAt) {
      const { view } = partition;
      const key = keyOf(partition, billingAt);
      const day = dayAt(view, billingAt);
      pairs.add(day, supplierOf(key, supplierText), mainAt(view, billingAt), fineAt(view, billingAt));
      const start = startRunLine(lines.buffer, day, key);
      resultLines.appendPair(lines.buffer, partition, billingAt, acquiringAt);
      endRunLine(lines.buffer, start);
    },
    takeLine(keyAt, line) {
      const key = keyOf(partition, keyAt);
      const start = startRunLine(lines.buffer, line.day, key);
      resultLines.append(lines.buffer, key, line);
      endRunLine(lines.buffer, start);
    },
  });

  const writeDuplicates = (partition: Partition, found: readonly FoundDuplicate[]): void => {
    for (const { keyAt, duplicate } of inOrder(partition, found)) {
      const key = keyOf(partition, keyAt);
      const start = startRunLine(duplicates.buffer, dayOf(duplicate), key);
      duplicateLines.append(duplicates.buffer, key, duplicate);
      endRunLine(duplicates.buffer, start);
    }
  };

  return {
    join(partition) {
      const found = matchKeys(partition);
      lineList.drainInOrder(partition, lineWriter(partition));
      writeDuplicates(partition, found);
      if (pairs.isFull) pairs.drainInto(counter);
    },
    finish: () => pairs.drainInto(counter),
  };
}

interface FoundDuplicate {
  /** A record with the key of the rows. */
  readonly keyAt: number;
  readonly duplicate: DuplicateRows;
}

/**
 * Whether a charge and a payment of the same key need no stages: same day, same components, neither zero nor a refund,
 * within the period. The same rule as for rows in memory, decided on the records as they stand.
 */
function isOrdinary(view: DataView, billingAt: number, acquiringAt: number, rules: ResolvedRules): boolean {
  const day = dayAt(view, billingAt);
  const main = mainAt(view, billingAt);
  const fine = fineAt(view, billingAt);
  return (
    day === dayAt(view, acquiringAt) &&
    main === mainAt(view, acquiringAt) &&
    fine === fineAt(view, acquiringAt) &&
    main > 0 &&
    fine >= 0 &&
    day >= rules.firstDay &&
    day <= rules.lastDay
  );
}

/** The supplier of a key: what stands between its two zero bytes. */
function supplierOf(
  { bytes, from, to }: KeyRange,
  textOf: (bytes: Uint8Array, from: number, to: number) => string,
): string {
  let start = from;
  while (start < to && bytes[start] !== 0) start += 1;
  let end = start + 1;
  while (end < to && bytes[end] !== 0) end += 1;
  return textOf(bytes, start + 1, end);
}

function inOrder({ bytes, view }: Partition, found: readonly FoundDuplicate[]): readonly FoundDuplicate[] {
  return found.toSorted(
    (a, b) => dayOf(a.duplicate) - dayOf(b.duplicate) || compareKeys(bytes, view, a.keyAt, b.keyAt),
  );
}

function dayOf({ entries }: DuplicateRows): number {
  return entries[0]?.day ?? 0;
}
