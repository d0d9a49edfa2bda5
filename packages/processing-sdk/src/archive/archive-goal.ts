import type { OriginRecord } from "../domain/records/origin-record.js";
import type { PagedRun } from "../page-options.js";
import type { StoreTransaction } from "../ports/store.js";
import { readCounters } from "../storage/cursors.js";
import type { NodeStorage } from "../storage/node-storage.js";

/**
 * What was settled, and which documents there were, at one moment: once those documents are archived, everything that was
 * settled then is. This also covers what made no document, such as repetitions, and documents of one origin in several
 * shards.
 */
export interface ArchiveGoal {
  /** The last number of each shard. */
  readonly documents: ReadonlyMap<string, bigint>;
  /** By origin. */
  readonly settled: ReadonlyMap<string, bigint>;
}

/** The cursors of the archive, by shard. */
export type ArchiveCursors = ReadonlyMap<string, bigint>;

const originsPerPage = 1000;

/** Reads the goal from one snapshot. */
export async function readGoal(transaction: StoreTransaction): Promise<ArchiveGoal> {
  const settled = new Map<string, bigint>();
  let after: readonly [string] | undefined;
  for (;;) {
    const origins: readonly OriginRecord[] = await transaction.range("origins", "key", {
      prefix: [],
      limit: originsPerPage,
      ...(after === undefined ? {} : { after }),
    });
    for (const origin of origins) {
      if (origin.archived < origin.settled) settled.set(origin.originId, origin.settled);
    }
    const last = origins.at(-1);
    if (last === undefined || origins.length < originsPerPage) break;
    after = [last.originId];
  }
  return { documents: await readCounters(transaction, "documents"), settled };
}

/** Whether every document that there was is archived. */
export function hasReached(cursors: ArchiveCursors, { documents }: ArchiveGoal): boolean {
  return [...documents].every(([shard, last]) => (cursors.get(shard) ?? 0n) >= last);
}

/** Moves the `archived` watermark of each origin up to what was settled. Resolves with how many moved. */
export async function writeWatermarks(storage: NodeStorage, { settled }: ArchiveGoal, run: PagedRun): Promise<number> {
  const wanted = [...settled].sort(([left], [right]) => (left < right ? -1 : 1));
  let moved = 0;
  for (let start = 0; start < wanted.length; start += originsPerPage) {
    const page = wanted.slice(start, start + originsPerPage);
    moved += await storage.background(async (transaction) => {
      const keys = page.map(([originId]) => [originId] as const);
      const origins = await transaction.read("origins", keys, { lock: "update" });
      const patch = page.flatMap(([originId, archived], index) => {
        const origin = origins[index];
        return origin !== undefined && origin.archived < archived ? [{ originId, archived }] : [];
      });
      await transaction.write([{ table: "origins", patch }]);
      return patch.length;
    }, run);
  }
  return moved;
}
