import { reconcileKey } from "../../domain/reconciliation/reconcile-key.js";
import type { ResolvedRules } from "../../domain/reconciliation/rules.js";
import { suppliersMax } from "../../domain/reconciliation/totals.js";
import type { TotalsCounter } from "../../domain/reconciliation/totals-counter.js";
import type { SortedRuns } from "./sorting/sorted-runs.js";
import { forEachKey, type KeyRecords, type PartitionRecords } from "./spilling/partition-keys.js";
import type { SpillFile } from "./spilling/spill-file.js";
import { createTextCache, type TextCache } from "./text-cache.js";
import { createDuplicateLines } from "./writing/duplicate-lines.js";
import { appendLineOrder } from "./writing/line-order.js";
import { createResultLines } from "./writing/result-lines.js";

/** Both registers in partitions, and where the outcome goes. */
export interface JoinOptions {
  readonly billing: SpillFile;
  readonly acquiring: SpillFile;
  readonly partitions: number;
  readonly rules: ResolvedRules;
  readonly decimalMark: number;
  readonly lines: SortedRuns;
  readonly duplicates: SortedRuns;
  readonly counter: TotalsCounter;
}

/** Reconciles partition by partition; the lines of each partition become one sorted run. */
export async function joinPartitions(
  { billing, acquiring, partitions, rules, decimalMark, lines, duplicates, counter }: JoinOptions,
  { signal }: { readonly signal?: AbortSignal } = {},
): Promise<void> {
  const appendResultLine = createResultLines(decimalMark);
  const appendDuplicateLine = createDuplicateLines(decimalMark);
  const supplierText = createTextCache(suppliersMax);

  const takeKey = (key: KeyRecords): void => {
    const reconciled = reconcileKey(key, rules);
    counter.add(reconciled, supplierOf(key, supplierText));
    for (const line of reconciled.lines) {
      appendLineOrder(lines.startLine(), line.day, key);
      appendResultLine(lines.startText(), key, line);
      lines.endLine();
    }
    for (const duplicate of reconciled.duplicates) {
      appendLineOrder(duplicates.startLine(), duplicate.entries[0]?.day ?? 0, key);
      appendDuplicateLine(duplicates.startText(), key, duplicate);
      duplicates.endLine();
    }
  };

  const load = createPartitionLoader(billing, acquiring);
  for (let partition = 0; partition < partitions; partition += 1) {
    signal?.throwIfAborted();
    forEachKey(await load(partition), takeKey);
    await lines.endRun();
    await duplicates.endRun();
  }
}

/** Loads partitions one after the other into the same memory. */
function createPartitionLoader(
  billing: SpillFile,
  acquiring: SpillFile,
): (partition: number) => Promise<PartitionRecords> {
  let bytes = new Uint8Array(0);
  return async (partition) => {
    const billingBytes = billing.partitionBytes(partition);
    const length = billingBytes + acquiring.partitionBytes(partition);
    if (length > bytes.length) bytes = new Uint8Array(Math.ceil(length * 1.25));
    await billing.readPartition(partition, bytes, 0);
    await acquiring.readPartition(partition, bytes, billingBytes);
    return { bytes, billingBytes, length };
  };
}

/** The supplier of a key: what stands between its two zero bytes. */
function supplierOf({ bytes, keyFrom, keyTo }: KeyRecords, textOf: TextCache): string {
  let from = keyFrom;
  while (from < keyTo && bytes[from] !== 0) from += 1;
  let to = from + 1;
  while (to < keyTo && bytes[to] !== 0) to += 1;
  return textOf(bytes, from + 1, to);
}
