import type { SpillFile } from "../spilling/spill-file.js";
import { createPartitionLoader } from "./partition.js";
import { createPartitionJoin, type PartitionJoinOptions } from "./partition-join.js";

/** Both registers in partitions, and where the outcome goes. */
export interface JoinOptions extends PartitionJoinOptions {
  readonly billing: SpillFile;
  readonly acquiring: SpillFile;
  readonly partitions: number;
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
