import type { ResolvedRules } from "../../../domain/reconciliation/rules.js";
import type { TotalsCounter } from "../../../domain/reconciliation/totals-counter.js";
import type { RunWriter } from "../sorting/run-writer.js";
import type { SpillFile } from "../spilling/spill-file.js";
import { createPartitionLoader } from "./partition.js";
import { createPartitionJoin } from "./partition-join.js";

/** Both registers in partitions, and where the outcome goes. */
export interface JoinOptions {
  readonly billing: SpillFile;
  readonly acquiring: SpillFile;
  readonly partitions: number;
  readonly rules: ResolvedRules;
  readonly decimalMark: number;
  /** Lines of the result, a sorted run for each partition. */
  readonly lines: RunWriter;
  /** Lines of the list of duplicates, likewise. */
  readonly duplicates: RunWriter;
  readonly counter: TotalsCounter;
}

/** Reconciles partition by partition. */
export async function joinPartitions(
  { billing, acquiring, partitions, ...join }: JoinOptions,
  { signal }: { readonly signal?: AbortSignal } = {},
): Promise<void> {
  const partitionJoin = createPartitionJoin(join);
  const load = createPartitionLoader(billing, acquiring);
  for (let partition = 0; partition < partitions; partition += 1) {
    signal?.throwIfAborted();
    partitionJoin.join(await load(partition));
    await join.lines.endRun();
    await join.duplicates.endRun();
  }
  partitionJoin.finish();
}
