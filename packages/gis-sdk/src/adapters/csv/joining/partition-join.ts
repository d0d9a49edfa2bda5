import type { DuplicateRows } from "../../../domain/reconciliation/duplicates.js";
import { reconcileKey } from "../../../domain/reconciliation/reconcile-key.js";
import type { ResolvedRules } from "../../../domain/reconciliation/rules.js";
import { suppliersMax } from "../../../domain/reconciliation/totals.js";
import type { TotalsCounter } from "../../../domain/reconciliation/totals-counter.js";
import { endRunLine, startRunLine } from "../sorting/run-line.js";
import type { RunWriter } from "../sorting/run-writer.js";
import { compareKeys, dayAt, entryAt, fineAt, type KeyRange, keyOf, mainAt } from "../spilling/spill-record.js";
import { createDuplicateLines } from "../writing/duplicate-lines.js";
import { createResultLines } from "../writing/result-lines.js";
import { createKeyGrouping, type KeyTaker } from "./key-grouping.js";
import { createLineList, type LineTaker } from "./line-list.js";
import { createPairCounter } from "./pair-counter.js";
import type { Partition } from "./partition.js";
import { createTextCache, type TextCache } from "./text-cache.js";

/** How partitions are joined, and where the outcome goes. */
export interface PartitionJoinOptions {
  readonly rules: ResolvedRules;
  readonly decimalMark: number;
  /** Lines of the result, a sorted run for each partition. */
  readonly lines: RunWriter;
  /** Lines of the list of duplicates, likewise. */
  readonly duplicates: RunWriter;
  readonly counter: TotalsCounter;
}

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
}: PartitionJoinOptions): PartitionJoin {
  const groupByKey = createKeyGrouping();
  const lineList = createLineList();
  const pairs = createPairCounter();
  const supplierText = createTextCache(suppliersMax);
  const resultLines = createResultLines(decimalMark);
  const duplicateLines = createDuplicateLines(decimalMark);

  // Made once and not for each partition: the machine code of the loops that call them is made for these very functions.
  let partition = noPartition;
  let found: FoundDuplicate[] = [];

  const takeRows: KeyTaker["takeRows"] = (keyAt, billing, acquiring) => {
    const reconciled = reconcileKey({ billing, acquiring }, rules);
    counter.add(reconciled, supplierOf(keyOf(partition, keyAt), supplierText));
    for (const line of reconciled.lines) lineList.takeLine(keyAt, line);
    for (const duplicate of reconciled.duplicates) found.push({ keyAt, duplicate });
  };
  const keyTaker: KeyTaker = {
    takePair(billingAt, acquiringAt) {
      const { view } = partition;
      if (isOrdinary(view, billingAt, acquiringAt, rules)) lineList.takePair(billingAt, acquiringAt);
      else takeRows(billingAt, [entryAt(view, billingAt)], [entryAt(view, acquiringAt)]);
    },
    takeRows,
  };

  const lineTaker: LineTaker = {
    takePair(billingAt, acquiringAt) {
      const { view } = partition;
      const day = dayAt(view, billingAt);
      const start = lines.buffer.length;
      const key = startRunLine(lines.buffer, day, keyOf(partition, billingAt));
      pairs.add(day, supplierOf(key, supplierText), mainAt(view, billingAt), fineAt(view, billingAt));
      resultLines.appendPair(lines.buffer, key, view, billingAt, acquiringAt);
      endRunLine(lines.buffer, start);
    },
    takeLine(keyAt, line) {
      const start = lines.buffer.length;
      const key = startRunLine(lines.buffer, line.day, keyOf(partition, keyAt));
      resultLines.append(lines.buffer, key, line);
      endRunLine(lines.buffer, start);
    },
  };

  const writeDuplicates = (): void => {
    for (const { keyAt, duplicate } of inOrder(partition, found)) {
      const start = duplicates.buffer.length;
      const key = startRunLine(duplicates.buffer, dayOf(duplicate), keyOf(partition, keyAt));
      duplicateLines.append(duplicates.buffer, key, duplicate);
      endRunLine(duplicates.buffer, start);
    }
  };

  return {
    join(next) {
      partition = next;
      found = [];
      groupByKey(partition, keyTaker);
      lineList.drainInOrder(partition, lineTaker);
      writeDuplicates();
      if (pairs.isFull) pairs.drainInto(counter);
    },
    finish: () => pairs.drainInto(counter),
  };
}

const noPartition: Partition = {
  bytes: new Uint8Array(0),
  view: new DataView(new ArrayBuffer(0)),
  billingBytes: 0,
  length: 0,
};

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

function supplierOf({ bytes, from, supplierFrom, serviceFrom }: KeyRange, textOf: TextCache): string {
  return textOf(bytes, from + supplierFrom, from + serviceFrom - 1);
}

function inOrder({ bytes, view }: Partition, found: readonly FoundDuplicate[]): readonly FoundDuplicate[] {
  return found.toSorted(
    (a, b) => dayOf(a.duplicate) - dayOf(b.duplicate) || compareKeys(bytes, view, a.keyAt, b.keyAt),
  );
}

function dayOf({ entries }: DuplicateRows): number {
  return entries[0]?.day ?? 0;
}
