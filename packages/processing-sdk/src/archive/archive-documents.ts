import type { PagedRun } from "../page-options.js";
import type { ProcessingArchive } from "../ports/archive.js";
import type { StoreTransaction } from "../ports/store.js";
import { moveCursors } from "../storage/cursors.js";
import type { NodeStorage } from "../storage/node-storage.js";
import type { ArchiveCursors } from "./archive-goal.js";
import { readNewRecords } from "./new-records.js";
import { postingKeysOf, readPostings } from "./postings-of.js";

/** The counter that says up to which document of a shard the archive has them. */
export const documentCursor = "archive:documents";

/** What one page did. */
export interface DocumentPage {
  readonly count: number;
  /** Up to where the archive has documents now. */
  readonly cursors: ArchiveCursors;
  readonly isLast: boolean;
}

/** Archives the next documents of every shard, at most `limit` in all, and moves the cursors. */
export async function archiveDocuments(
  storage: NodeStorage,
  archive: ProcessingArchive,
  run: PagedRun,
): Promise<DocumentPage> {
  const { documents, postings, cursors, moves, isLast } = await storage.snapshot(
    (transaction) => readPage(transaction, run.limit),
    run,
  );
  if (documents.length > 0) await archive.put({ documents, postings, accounts: [] }, { signal: run.signal });
  if (moves.length > 0) {
    await storage.background((transaction) => moveCursors(transaction, documentCursor, moves), run);
  }
  const moved = moves.map(({ shard, to }) => [shard, to] as const);
  return { count: documents.length, cursors: new Map([...cursors, ...moved]), isLast };
}

async function readPage(transaction: StoreTransaction, limit: number) {
  const { records: documents, ...page } = await readNewRecords(transaction, {
    counter: "documents",
    cursor: documentCursor,
    limit,
    range: (query) => transaction.range("documents", "byNo", query),
    numberOf: ({ no }) => no,
  });
  return { ...page, documents, postings: await readPostings(transaction, await postingKeysOf(transaction, documents)) };
}
