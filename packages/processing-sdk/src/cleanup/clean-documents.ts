import { documentCursor } from "../archive/archive-documents.js";
import type { DocumentRecord } from "../domain/records/document-record.js";
import type { NodeRecord } from "../domain/records/node-record.js";
import { ProcessingError } from "../errors.js";
import type { LedgerContext } from "../ledger/ledger-context.js";
import { type PagedRun, workPages } from "../page-options.js";
import type { StoreTransaction } from "../ports/store.js";
import { backedUpDocuments } from "../root/backup-marks.js";
import { readCounter, readCounters } from "../storage/cursors.js";
import type { NodeStorage } from "../storage/node-storage.js";
import type { CleanupReport, CleanupRules } from "./cleanup.js";
import { type RetainedReason, whyChildRetains, whyRootRetains } from "./coverage.js";
import { deleteDocuments } from "./delete-documents.js";

/** What cleaning needs. */
export interface CleaningParts {
  readonly storage: NodeStorage;
  readonly context: LedgerContext;
  readonly run: PagedRun;
}

/** Old documents of one shard, as they are under lock, and why each stays, if it does. */
interface Judged {
  readonly documents: readonly DocumentRecord[];
  readonly reasons: readonly (RetainedReason | undefined)[];
}

type DocumentsReport = Pick<CleanupReport, "documents" | "postings" | "retained" | "isFinished">;

/** Deletes old documents of every shard with their postings, as far as they are provably elsewhere. */
export async function cleanDocuments(
  parts: CleaningParts,
  beforeMs: number,
  backups: CleanupRules["backups"],
): Promise<DocumentsReport> {
  const { storage, context, run } = parts;
  const shards = await storage.snapshot((transaction) => readCounters(transaction, "documents"), run);
  const retained: Record<RetainedReason, number> = {
    notArchived: 0,
    notBackedUp: 0,
    suspended: 0,
    reversed: 0,
    inUse: 0,
  };
  let documents = 0;
  let postings = 0;
  let isFinished = true;
  for (const shard of shards.keys()) {
    let after = 0n;
    const isShardFinished = await workPages(run, async () => {
      const page = await storage.background(async (transaction) => {
        const found = await readOldDocuments(transaction, shard, { after, beforeMs, limit: run.limit });
        const judged =
          context.role === "root"
            ? await judgeAtRoot(transaction, shard, found, backups)
            : await judgeAtChild(transaction, found);
        const covered = judged.documents.filter((_, index) => judged.reasons[index] === undefined);
        const deleted = await deleteDocuments(context, transaction, covered);
        return { ...judged, ...deleted, last: found.at(-1), isLast: found.length < run.limit };
      }, run);
      documents += page.deleted.documents;
      postings += page.deleted.postings;
      for (const reason of [...page.reasons, ...page.kept]) if (reason !== undefined) retained[reason] += 1;
      after = page.last?.no ?? after;
      // Behind the first one that no archive has there is none either: numbers are archived in their order.
      const isAtEdge = page.reasons.at(-1) === "notArchived" || page.reasons.at(-1) === "notBackedUp";
      return page.isLast || isAtEdge ? "last" : "more";
    });
    if (!isShardFinished) isFinished = false;
  }
  return { documents, postings, retained, isFinished };
}

/** The oldest documents beyond a number. Numbers follow the clock of the node closely enough to stop at the first young one. */
async function readOldDocuments(
  transaction: StoreTransaction,
  shard: string,
  { after, beforeMs, limit }: { readonly after: bigint; readonly beforeMs: number; readonly limit: number },
): Promise<readonly DocumentRecord[]> {
  const found = await transaction.range("documents", "byNo", { prefix: [shard], after: [after], limit });
  const firstYoung = found.findIndex(({ recordedAtMs }) => recordedAtMs >= beforeMs);
  return firstYoung < 0 ? found : found.slice(0, firstYoung);
}

async function judgeAtRoot(
  transaction: StoreTransaction,
  shard: string,
  found: readonly DocumentRecord[],
  backups: CleanupRules["backups"],
): Promise<Judged> {
  const originIds = [...new Set(found.flatMap(({ origin, originSeq }) => (originSeq === null ? [] : [origin])))];
  const origins = await transaction.read(
    "origins",
    originIds.map((id) => [id] as const),
  );
  const documents = await lock(transaction, found);
  const suspendable = documents.filter(({ state }) => state.startsWith("suspended:") || state === "rejected:malformed");
  const suspensions = await transaction.read(
    "suspensions",
    suspendable.map(({ id }) => [id] as const),
  );
  const coverage = {
    archivedThrough: await readCounter(transaction, documentCursor, shard),
    backedUpThrough: backups === "none" ? undefined : await readCounter(transaction, backedUpDocuments, shard),
    origins: new Map(origins.flatMap((origin) => (origin === undefined ? [] : [[origin.originId, origin]]))),
    suspended: new Set(
      suspensions.flatMap((suspension) => (suspension?.status === "open" ? [suspension.documentId] : [])),
    ),
  };
  return { documents, reasons: documents.map((document) => whyRootRetains(document, coverage)) };
}

async function judgeAtChild(transaction: StoreTransaction, found: readonly DocumentRecord[]): Promise<Judged> {
  const [node] = await transaction.read("node", [["self"]], { lock: "update" });
  if (node === undefined) throw new ProcessingError("PROCESSING_STORE_CORRUPT", "The store has no record of its node.");
  const documents = await lock(transaction, found);
  return { documents, reasons: documents.map((document) => whyChildRetains(document, node satisfies NodeRecord)) };
}

/** The documents as they are now: a refund may be under way, and another instance may have been faster. */
async function lock(
  transaction: StoreTransaction,
  found: readonly DocumentRecord[],
): Promise<readonly DocumentRecord[]> {
  const keys = found.map(({ id }) => [id] as const);
  const current = await transaction.read("documents", keys, { lock: "update" });
  return current.filter((document): document is DocumentRecord => document !== undefined);
}
