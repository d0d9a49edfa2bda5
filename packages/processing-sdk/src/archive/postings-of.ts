import { decodeLines } from "../domain/ledger/document-lines.js";
import type { DocumentRecord } from "../domain/records/document-record.js";
import type { PostingRecord } from "../domain/records/posting-record.js";
import type { RecordKey } from "../domain/records/tables.js";
import { ProcessingError } from "../errors.js";
import type { StoreTransaction } from "../ports/store.js";

const keysPerRead = 10_000;

/**
 * Keys of the postings that documents made at this node: those that their lines name, and of a suspended one that on the
 * suspense account.
 */
export async function postingKeysOf(
  transaction: StoreTransaction,
  documents: readonly DocumentRecord[],
): Promise<readonly RecordKey<"postings">[]> {
  const keys: RecordKey<"postings">[] = [];
  for (const { lines } of documents) {
    for (const { accountId, entry } of decodeLines(lines)) if (entry > 0n) keys.push([accountId, entry]);
  }
  const suspended = documents.filter(({ state }) => state.startsWith("suspended:")).map(({ id }) => [id] as const);
  if (suspended.length > 0) {
    for (const suspension of await transaction.read("suspensions", suspended)) {
      if (suspension !== undefined && suspension.entry > 0n)
        keys.push([suspension.suspenseAccountId, suspension.entry]);
    }
  }
  return keys;
}

/** Postings by their keys, all of which must exist. */
export async function readPostings(
  transaction: StoreTransaction,
  keys: readonly RecordKey<"postings">[],
): Promise<readonly PostingRecord[]> {
  const postings: PostingRecord[] = [];
  for (let start = 0; start < keys.length; start += keysPerRead) {
    const page = keys.slice(start, start + keysPerRead);
    for (const [index, posting] of (await transaction.read("postings", page)).entries()) {
      if (posting === undefined) throw missingPosting(page[index] as RecordKey<"postings">);
      postings.push(posting);
    }
  }
  return postings;
}

function missingPosting([accountId, entry]: RecordKey<"postings">): ProcessingError {
  return new ProcessingError(
    "PROCESSING_STORE_CORRUPT",
    `Account ${accountId} has no posting ${entry}, which a document names. Run the audit.`,
    { details: { accountId, entry: String(entry) } },
  );
}
