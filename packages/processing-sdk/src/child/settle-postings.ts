import type { AccountRecord } from "../domain/records/account-record.js";
import type { PostingRecord } from "../domain/records/posting-record.js";
import { ProcessingError } from "../errors.js";
import type { StoreTransaction } from "../ports/store.js";

/** Most postings read at once. */
const readMax = 5000;
const firstStep = 2;

/** An account whose postings up to a document became part of its confirmed balance. */
export interface PostingsToSettle {
  readonly account: AccountRecord;
  /** Number of that document. */
  readonly throughNo: bigint;
  /** Whether the account was confirmed by another life of the root: then postings may be pending that were settled. */
  readonly isStale: boolean;
}

/** What is pending of an account from then on. */
export type Pending = Pick<AccountRecord, "pending" | "pendingDebits" | "settledEntry">;

/** A walk over the postings of an account, up from the last settled one, or down from the last one. */
interface Walk {
  readonly accountId: string;
  readonly isUp: boolean;
  readonly throughNo: bigint;
  /** The next entry to look at, and the last one. */
  next: bigint;
  readonly end: bigint;
  sum: bigint;
  debits: bigint;
  hasStopped: boolean;
}

/**
 * Works out what is pending of accounts, in the order given. Usually by a walk up from the last settled posting, so that
 * each posting is looked at once in its life; for stale accounts by a walk down from the last one, since the root may have
 * settled less than before.
 */
export async function settlePostings(
  transaction: StoreTransaction,
  accounts: readonly PostingsToSettle[],
): Promise<readonly Pending[]> {
  const walks = accounts.map(toWalk);
  let waiting = walks.filter(hasMore);
  for (let step = firstStep; waiting.length > 0; step = Math.min(step * 4, readMax)) {
    const batchSize = Math.max(1, Math.floor(readMax / step));
    const unfinished: Walk[] = [];
    for (let start = 0; start < waiting.length; start += batchSize) {
      const batch = waiting.slice(start, start + batchSize);
      await advance(transaction, batch, step);
      unfinished.push(...batch.filter(hasMore));
    }
    waiting = unfinished;
  }
  return walks.map((walk, index) => toPending(accounts[index] as PostingsToSettle, walk));
}

function toWalk({ account, throughNo, isStale }: PostingsToSettle): Walk {
  const bounds = isStale
    ? { isUp: false, next: account.entries, end: 1n }
    : { isUp: true, next: account.settledEntry + 1n, end: account.entries };
  return { accountId: account.id, throughNo, ...bounds, sum: 0n, debits: 0n, hasStopped: false };
}

function hasMore({ isUp, next, end, hasStopped }: Walk): boolean {
  return !hasStopped && (isUp ? next <= end : next >= end);
}

async function advance(transaction: StoreTransaction, walks: readonly Walk[], step: number): Promise<void> {
  const ahead = walks.map((walk) => entriesAhead(walk, step));
  const keys = ahead.flatMap((entries, index) =>
    entries.map((entry) => [walks[index]?.accountId as string, entry] as const),
  );
  const postings = (await transaction.read("postings", keys)).values();
  for (const [index, walk] of walks.entries()) {
    const found = ahead[index]?.map(() => postings.next().value as PostingRecord | undefined) ?? [];
    pass(walk, found);
  }
}

function entriesAhead({ isUp, next, end }: Walk, step: number): readonly bigint[] {
  const left = isUp ? end - next + 1n : next - end + 1n;
  const count = left < BigInt(step) ? Number(left) : step;
  return Array.from({ length: count }, (_, index) => (isUp ? next + BigInt(index) : next - BigInt(index)));
}

/** Upwards it takes what is settled, downwards what is not; the first other posting is its stop. */
function pass(walk: Walk, postings: readonly (PostingRecord | undefined)[]): void {
  for (const posting of postings) {
    if (posting === undefined && walk.isUp) throw missing(walk);
    // Downwards: it was cleaned up, so the root has it for good.
    const isTaken = posting !== undefined && posting.no <= walk.throughNo === walk.isUp;
    if (!isTaken) {
      walk.hasStopped = true;
      return;
    }
    walk.sum += posting.amount;
    if (posting.amount < 0n) walk.debits += posting.amount;
    walk.next += walk.isUp ? 1n : -1n;
  }
}

function toPending({ account }: PostingsToSettle, { isUp, next, sum, debits }: Walk): Pending {
  if (!isUp) return { pending: sum, pendingDebits: debits, settledEntry: next };
  return { pending: account.pending - sum, pendingDebits: account.pendingDebits - debits, settledEntry: next - 1n };
}

function missing({ accountId, next }: Walk): ProcessingError {
  return new ProcessingError("PROCESSING_STORE_CORRUPT", `Posting ${next} of account ${accountId} is missing.`, {
    details: { accountId, entry: String(next) },
  });
}
