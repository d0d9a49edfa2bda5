import type { DocumentRecord } from "../domain/records/document-record.js";
import type { RegistryRecord } from "../domain/records/registry-record.js";
import type { LedgerContext } from "../ledger/ledger-context.js";
import { type PagedRun, workPages } from "../page-options.js";
import type { StoreTransaction } from "../ports/store.js";
import { readCounters } from "../storage/cursors.js";
import type { NodeStorage } from "../storage/node-storage.js";
import type { CleanupReport } from "./cleanup.js";
import type { RetainedReason } from "./coverage.js";
import { deletePostings } from "./delete-postings.js";
import { createJudge, type JudgeRules } from "./judge-documents.js";

/** What cleaning needs. */
export interface CleaningParts {
  readonly storage: NodeStorage;
  readonly context: LedgerContext;
  readonly run: PagedRun;
}

type DocumentsReport = Pick<CleanupReport, "documents" | "postings" | "retained" | "isFinished">;

/** Deletes old documents of every shard with their postings, as far as they are provably elsewhere. */
export async function cleanDocuments(parts: CleaningParts, rules: JudgeRules): Promise<DocumentsReport> {
  const { storage, run } = parts;
  const shards = await storage.snapshot((transaction) => readCounters(transaction, "documents"), run);
  const retained = { notArchived: 0, notBackedUp: 0, suspended: 0, reversed: 0, inUse: 0 };
  let documents = 0;
  let postings = 0;
  let isFinished = true;
  for (const shard of shards.keys()) {
    let after = 0n;
    const isShardFinished = await workPages(run, async () => {
      const page = await storage.background((transaction) => cleanPage(parts, transaction, shard, after, rules), run);
      documents += page.documents;
      postings += page.postings;
      for (const reason of page.retained) retained[reason] += 1;
      after = page.last ?? after;
      return page.isLast ? "last" : "more";
    });
    if (!isShardFinished) isFinished = false;
  }
  return { documents, postings, retained, isFinished };
}

interface CleanedPage {
  readonly documents: number;
  readonly postings: number;
  readonly retained: readonly RetainedReason[];
  /** The last document that was looked at. */
  readonly last: bigint | undefined;
  readonly isLast: boolean;
}

/**
 * Judges a page of documents and deletes what may go. Their ids move to the registry in the same transaction, so that
 * repeating one of them stays recognisable.
 */
async function cleanPage(
  { context, run }: CleaningParts,
  transaction: StoreTransaction,
  shard: string,
  after: bigint,
  rules: JudgeRules,
): Promise<CleanedPage> {
  const judge = await createJudge(context, transaction, rules);
  const found = await transaction.range("documents", "byNo", { prefix: [shard], after: [after], limit: run.limit });
  // Numbers follow the clock of the node closely enough to stop at the first young one.
  const firstYoung = found.findIndex(({ recordedAtMs }) => recordedAtMs >= rules.beforeMs);
  const old = await lock(transaction, firstYoung < 0 ? found : found.slice(0, firstYoung));
  const reasons = await judge(old);

  const covered = old.filter((_, index) => reasons[index] === undefined || reasons[index] === "reversed");
  const { postings, pending } = await deletePostings({ context, transaction, judge }, covered);
  const gone = old.filter(({ id }, index) => reasons[index] === undefined && !pending.has(id));
  await transaction.write([
    { table: "registry", insert: gone.map(toRegistryRecord) },
    { table: "documents", delete: gone.map(({ id }) => [id] as const) },
  ]);
  const lastReason = reasons.at(-1);
  return {
    documents: gone.length,
    postings,
    retained: old.flatMap(({ id }, index) => {
      const reason = reasons[index];
      if (reason === undefined) return pending.has(id) ? ["inUse" as const] : [];
      return reason === "young" ? [] : [reason];
    }),
    last: found.at(-1)?.no,
    // Behind the last one of a page that no archive has there is none that may go: they are archived in their order.
    isLast: firstYoung >= 0 || found.length < run.limit || lastReason === "notArchived" || lastReason === "notBackedUp",
  };
}

/** The documents as they are now: a refund may be under way, and another instance may have been faster. */
async function lock(
  transaction: StoreTransaction,
  found: readonly DocumentRecord[],
): Promise<readonly DocumentRecord[]> {
  if (found.length === 0) return [];
  const keys = found.map(({ id }) => [id] as const);
  const current = await transaction.read("documents", keys, { lock: "update" });
  return current.filter((document): document is DocumentRecord => document !== undefined);
}

function toRegistryRecord({ id, payloadHash, origin, recordedAtMs }: DocumentRecord): RegistryRecord {
  return { id, payloadHash, origin, kind: "document", subject: id, recordedAtMs };
}
