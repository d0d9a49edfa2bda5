import { z } from "zod";
import { checkOptions } from "../check-options.js";
import { lesserOf } from "../domain/greater-of.js";
import type { OriginRecord } from "../domain/records/origin-record.js";
import { ProcessingError } from "../errors.js";
import type { PortOptions, StoreTransaction } from "../ports/store.js";
import { raiseCounter, readCounters } from "../storage/cursors.js";
import type { NodeStorage } from "../storage/node-storage.js";
import { readRoot } from "./origins.js";

/** What a backup holds at least. Plain JSON. */
export type BackupMark = {
  readonly version: 1;
  /** Of the root when the mark was made: a mark of another epoch is refused. */
  readonly epoch: string;
  /** By origin: its documents up to this sequence number are settled. Decimal strings. */
  readonly origins: Readonly<Record<string, string>>;
  /** By shard: the last document of the root. Decimal strings. */
  readonly documents: Readonly<Record<string, string>>;
};

/** The counter that says by shard up to which document a backup of the root is confirmed. */
export const backedUpDocuments = "backup:documents";

const originsPerPage = 1000;
const numbers = z.record(z.string().max(128), z.string().regex(/^\d{1,19}$/, "must be a decimal number"));
const markSchema = z.strictObject({
  version: z.literal(1),
  epoch: z.string().min(1).max(128),
  origins: numbers,
  documents: numbers,
});

/** Reads from one snapshot what everything that is copied afterwards holds. */
export async function markBackup(storage: NodeStorage, options: PortOptions = {}): Promise<BackupMark> {
  return storage.snapshot(async (transaction) => {
    const { epoch } = await readRoot(transaction);
    const documents = await readCounters(transaction, "documents");
    return {
      version: 1,
      epoch,
      origins: Object.fromEntries(
        (await readOrigins(transaction)).map(({ originId, settled }) => [originId, String(settled)]),
      ),
      documents: Object.fromEntries([...documents].map(([shard, last]) => [shard, String(last)])),
    };
  }, options);
}

/**
 * Takes a backup for safe: raises the `backedUp` watermarks to its mark, never lowers them.
 *
 * @throws ProcessingError `PROCESSING_OPTIONS_INVALID` for something that is no mark; `PROCESSING_EPOCH_CHANGED` for one that
 * was made before the root was restored: mark and copy anew.
 */
export async function confirmBackup(storage: NodeStorage, mark: BackupMark, options: PortOptions = {}): Promise<void> {
  checkOptions(markSchema, mark, "confirmBackup");
  const { epoch } = await storage.snapshot(readRoot, options);
  if (epoch !== mark.epoch) {
    throw new ProcessingError("PROCESSING_EPOCH_CHANGED", "The mark is of before the root was restored: mark anew.");
  }
  const wanted = Object.entries(mark.origins).sort(([left], [right]) => (left < right ? -1 : 1));
  for (let start = 0; start < wanted.length; start += originsPerPage) {
    const page = wanted.slice(start, start + originsPerPage);
    await storage.background((transaction) => raiseBackedUp(transaction, page), options);
  }
  for (const [shard, last] of Object.entries(mark.documents).sort()) {
    await storage.background(
      (transaction) => raiseCounter(transaction, backedUpDocuments, shard, BigInt(last)),
      options,
    );
  }
}

async function raiseBackedUp(
  transaction: StoreTransaction,
  page: readonly (readonly [originId: string, settled: string])[],
): Promise<void> {
  const keys = page.map(([originId]) => [originId] as const);
  const origins = await transaction.read("origins", keys, { lock: "update" });
  const patch = page.flatMap(([originId, settled], index) => {
    const origin = origins[index];
    if (origin === undefined) return [];
    const backedUp = lesserOf(BigInt(settled), origin.settled);
    return backedUp > origin.backedUp ? [{ originId, backedUp }] : [];
  });
  await transaction.write([{ table: "origins", patch }]);
}

async function readOrigins(transaction: StoreTransaction): Promise<readonly OriginRecord[]> {
  const origins: OriginRecord[] = [];
  for (;;) {
    const last = origins.at(-1);
    const page = await transaction.range("origins", "key", {
      prefix: [],
      limit: originsPerPage,
      ...(last !== undefined && { after: [last.originId] }),
    });
    origins.push(...page);
    if (page.length < originsPerPage) return origins;
  }
}
