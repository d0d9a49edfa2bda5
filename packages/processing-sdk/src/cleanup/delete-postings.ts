import { postingKeysOf } from "../archive/postings-of.js";
import { decodeLines } from "../domain/ledger/document-lines.js";
import type { AccountRecord } from "../domain/records/account-record.js";
import type { DocumentRecord } from "../domain/records/document-record.js";
import type { OpeningRecord } from "../domain/records/opening-record.js";
import type { PostingRecord } from "../domain/records/posting-record.js";
import type { LedgerContext } from "../ledger/ledger-context.js";
import type { StoreTransaction } from "../ports/store.js";
import type { Judge } from "./judge-documents.js";

/** What deleting postings needs. */
export interface DeletionContext {
  readonly context: LedgerContext;
  readonly transaction: StoreTransaction;
  readonly judge: Judge;
}

/** What was deleted. */
export interface DeletedPostings {
  readonly postings: number;
  /** At a child: ids of documents that a balance still counts as pending. */
  readonly pending: ReadonlySet<string>;
}

/** Most postings of one account that are deleted together: what is left goes with its next document. */
const postingsPerAccount = 1000;

/**
 * Deletes the oldest postings of the accounts of some documents, as far as the documents of those may go too or have gone.
 * Only from the beginning of a history, so that it never has a gap; and not those of documents alone, because one that is
 * kept for its refunds must not keep all that came after it. The sums go to the openings, from which balances can be
 * recomputed.
 */
export async function deletePostings(
  { context, transaction, judge }: DeletionContext,
  documents: readonly DocumentRecord[],
): Promise<DeletedPostings> {
  const postingKeys = await postingKeysOf(transaction, documents);
  const keys = [...new Set(postingKeys.map(([accountId]) => accountId))].sort().map((id) => [id] as const);
  if (keys.length === 0) return { postings: 0, pending: new Set() };
  // Of two instances, the later one waits here and then finds the postings gone.
  const accounts = new Map<string, AccountRecord>();
  for (const account of await transaction.read("accounts", keys, { lock: "update" })) {
    if (account !== undefined) accounts.set(account.id, account);
  }
  const isPending = (accountId: string, entry: bigint): boolean => {
    const account = accounts.get(accountId);
    return context.role === "child" && account?.scope === "global" && entry > account.settledEntry;
  };
  const pending = new Set(documents.filter((document) => hasPending(document, isPending)).map(({ id }) => id));

  const histories = await transaction.rangeEach("postings", "key", keys, postingsPerAccount);
  const staying = await stayingDocuments({ transaction, judge }, documents, histories.flat());
  const deleted = histories.map((history) => {
    const first = history.findIndex(
      ({ documentId, accountId, entry }) =>
        staying.has(documentId) || pending.has(documentId) || isPending(accountId, entry),
    );
    return first < 0 ? history : history.slice(0, first);
  });
  await transaction.write([
    { table: "openings", put: await toOpenings(transaction, deleted) },
    { table: "postings", delete: deleted.flat().map(({ accountId, entry }) => [accountId, entry] as const) },
  ]);
  return { postings: deleted.reduce((sum, { length }) => sum + length, 0), pending };
}

function hasPending({ lines }: DocumentRecord, isPending: (accountId: string, entry: bigint) => boolean): boolean {
  return decodeLines(lines).some(({ accountId, entry }) => isPending(accountId, entry));
}

/** Documents of postings that must stay with them. */
async function stayingDocuments(
  { transaction, judge }: Pick<DeletionContext, "transaction" | "judge">,
  covered: readonly DocumentRecord[],
  postings: readonly PostingRecord[],
): Promise<ReadonlySet<string>> {
  const known = new Set(covered.map(({ id }) => id));
  const others = [...new Set(postings.map(({ documentId }) => documentId))].filter((id) => !known.has(id));
  if (others.length === 0) return new Set();
  const found = await transaction.read(
    "documents",
    others.map((id) => [id] as const),
  );
  const present = found.filter((document): document is DocumentRecord => document !== undefined);
  const reasons = await judge(present);
  const staying = present.filter((_, index) => reasons[index] !== undefined && reasons[index] !== "reversed");
  return new Set(staying.map(({ id }) => id));
}

/** The openings of accounts with the postings that go added to those that went before. */
async function toOpenings(
  transaction: StoreTransaction,
  deleted: readonly (readonly PostingRecord[])[],
): Promise<readonly OpeningRecord[]> {
  const histories = deleted.filter(({ length }) => length > 0);
  if (histories.length === 0) return [];
  const keys = histories.map(([first]) => [(first as PostingRecord).accountId] as const);
  const openings = await transaction.read("openings", keys);
  return histories.map((history, index) => {
    const { accountId, entry, balanceAfter, recordedAtMs } = history.at(-1) as PostingRecord;
    const amount = history.reduce((sum, posting) => sum + posting.amount, openings[index]?.amount ?? 0n);
    return { accountId, entry, amount, balanceAfter, recordedAtMs };
  });
}
