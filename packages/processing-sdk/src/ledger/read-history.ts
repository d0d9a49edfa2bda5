import { idOf, integerOf, malformed } from "../domain/commands-check/fields.js";
import { shownBalance } from "../domain/ledger/account-state.js";
import { accountNotFound } from "../domain/ledger/refusals.js";
import type { AccountRecord } from "../domain/records/account-record.js";
import type { PostingRecord } from "../domain/records/posting-record.js";
import { ProcessingError } from "../errors.js";
import type { ProcessingArchive } from "../ports/archive.js";
import type { PortOptions, StoreTransaction } from "../ports/store.js";
import type { NodeStorage } from "../storage/node-storage.js";
import type { HistoryEntry, HistoryQuery } from "./ledger.js";

/** Where postings are read from. */
export interface HistorySources {
  readonly storage: NodeStorage;
  readonly archive: ProcessingArchive | undefined;
}

/** Postings of an account, the latest first. Entries have no gaps, so what the store lacks below its last one is archived. */
export async function readHistory(
  { storage, archive }: HistorySources,
  query: HistoryQuery,
  options: PortOptions,
): Promise<readonly HistoryEntry[]> {
  const accountId = idOf(query.accountId, "/accountId", 128);
  const limit = integerOf(query.limit ?? 100, "/limit", 1, 10_000);
  const { beforeEntry } = query;
  if (beforeEntry !== undefined && typeof beforeEntry !== "bigint") throw malformed("/beforeEntry", "must be a bigint");
  const stored = await storage.snapshot(async (transaction) => {
    await requireAccount(transaction, accountId);
    return transaction.range("postings", "key", {
      prefix: [accountId],
      ...(beforeEntry === undefined ? {} : { after: [beforeEntry] }),
      limit,
      direction: "descending",
    });
  }, options);

  const lastEntry = stored.at(-1)?.entry ?? beforeEntry;
  const isComplete = stored.length === limit || (lastEntry !== undefined && lastEntry <= 1n);
  if (archive === undefined || isComplete) return stored.map(toEntry);
  const archived = await archive.readPostings(
    {
      accountId,
      limit: limit - stored.length,
      ...(lastEntry === undefined ? {} : { beforeEntry: lastEntry }),
    },
    options,
  );
  return [...stored, ...archived].map(toEntry);
}

function toEntry({ entry, documentId, line, amount, balanceAfter, recordedAtMs }: PostingRecord): HistoryEntry {
  return { entry, documentId, line: Number(line), amount, balanceAfter, recordedAt: new Date(recordedAtMs) };
}

/**
 * The balance after the last posting that this node had recorded by a moment. At a child that is what it showed then, but
 * for movements of other nodes that it had heard of since that posting.
 */
export async function readBalanceAt(
  { storage, archive }: HistorySources,
  accountId: string,
  moment: Date,
  options: PortOptions,
): Promise<bigint> {
  const id = idOf(accountId, "/accountId", 128);
  const momentMs = moment.getTime();
  if (!Number.isSafeInteger(momentMs)) throw malformed("/moment", "must be a valid Date");
  const found = await storage.snapshot(async (transaction) => {
    const account = await requireAccount(transaction, id);
    const [first] = await transaction.range("postings", "key", { prefix: [id], limit: 1 });
    const firstEntry = first?.entry ?? account.entries + 1n;
    const posting = await lastBy(momentMs, firstEntry, account.entries, async (entry) => {
      const [stored] = await transaction.read("postings", [[id, entry]]);
      return stored;
    });
    return { posting, first, firstEntry, initial: initialBalance(account, first) };
  }, options);
  if (found.posting !== undefined) return found.posting.balanceAfter;
  if (found.firstEntry <= 1n) return found.initial;

  // Everything in the store is later: what was before it was cleaned up.
  const archived = await lastBy(momentMs, 1n, found.firstEntry - 1n, async (entry) => {
    const [posting] =
      (await archive?.readPostings({ accountId: id, beforeEntry: entry + 1n, limit: 1 }, options)) ?? [];
    if (posting?.entry === entry) return posting;
    throw new ProcessingError(
      "PROCESSING_DOCUMENT_NOT_FOUND",
      `Postings of account ${id} up to that moment were cleaned up at this node, and no archive has them.`,
      { details: { accountId: id, entry: String(entry) } },
    );
  });
  return archived?.balanceAfter ?? 0n;
}

/** What was shown before the first posting: nothing, or at a child what the root had confirmed. */
function initialBalance(account: AccountRecord, first: PostingRecord | undefined): bigint {
  return first === undefined ? shownBalance(account) : first.balanceAfter - first.amount;
}

/** The last posting of a range of entries that was recorded by a moment, found by halving: entries are in order of time. */
async function lastBy(
  momentMs: number,
  from: bigint,
  through: bigint,
  read: (entry: bigint) => Promise<PostingRecord | undefined>,
): Promise<PostingRecord | undefined> {
  let low = from;
  let high = through;
  let found: PostingRecord | undefined;
  while (low <= high) {
    const middle = (low + high) / 2n;
    const posting = await read(middle);
    if (posting !== undefined && posting.recordedAtMs <= momentMs) {
      found = posting;
      low = middle + 1n;
    } else {
      high = middle - 1n;
    }
  }
  return found;
}

async function requireAccount(transaction: StoreTransaction, id: string): Promise<AccountRecord> {
  const [account] = await transaction.read("accounts", [[id]]);
  if (account === undefined) throw accountNotFound(id);
  return account;
}
