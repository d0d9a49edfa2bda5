import { greaterOf } from "../domain/greater-of.js";
import type { FeedAccount } from "../domain/protocol/messages.js";
import type { AccountRecord } from "../domain/records/account-record.js";
import type { NodeRecord } from "../domain/records/node-record.js";
import type { Change, StoreTransaction } from "../ports/store.js";
import { type Pending, type PostingsToSettle, settlePostings } from "./settle-postings.js";

/** A page of the feed, and what is known with it. */
export interface FeedToApply {
  readonly node: NodeRecord;
  readonly rows: readonly FeedAccount[];
  /** The child's documents up to this sequence number are part of the rows. */
  readonly settled: bigint;
  /** Other accounts whose documents may be settled, and up to which sequence number, whether or not the feed has them. */
  readonly released: ReadonlySet<string>;
  readonly releasedThrough: bigint;
}

/** What a page changes. */
export interface AppliedFeed {
  readonly changes: readonly Change[];
  /** Accounts that were taken over. */
  readonly taken: number;
  /** Accounts of the feed whose ids are taken by local accounts of this child. */
  readonly conflicts: readonly string[];
}

/**
 * Works out what a page of the feed changes. A row is taken over when it is newer than what is known, or when what is
 * known is of another life of the root; only then, and for released accounts, does the watermark of the account move.
 */
export async function applyFeed(transaction: StoreTransaction, feed: FeedToApply): Promise<AppliedFeed> {
  const { node, rows, settled, released, releasedThrough } = feed;
  const ids = [...new Set([...rows.map(({ id }) => id), ...released])].sort();
  const known = await lockAccounts(transaction, ids);
  const inserted: AccountRecord[] = [];
  const conflicts: string[] = [];
  const moving: {
    readonly target: PostingsToSettle;
    readonly row: FeedAccount | undefined;
    readonly watermark: bigint;
  }[] = [];

  const taken = new Set<string>();
  for (const row of rows) {
    const account = known.get(row.id);
    if (account === undefined) inserted.push(toNewAccount(node, row, settled));
    else if (account.scope === "local") conflicts.push(row.id);
    else {
      const isStale = account.epoch !== node.epoch;
      if (!isStale && row.updateNo <= account.updateNo) continue;
      const watermark = isStale ? settled : greaterOf(settled, account.watermark);
      moving.push({ target: toTarget(node, account, watermark, isStale), row, watermark });
    }
    taken.add(row.id);
  }
  for (const id of released) {
    const account = known.get(id);
    if (account === undefined || taken.has(id) || !isPendingCopy(node, account)) continue;
    const watermark = greaterOf(releasedThrough, account.watermark);
    moving.push({ target: toTarget(node, account, watermark, false), row: undefined, watermark });
  }

  const pending = await settlePostings(
    transaction,
    moving.map(({ target }) => target),
  );
  const patches = moving.map(({ target, row, watermark }, index) =>
    toPatch({ id: target.account.id, epoch: node.epoch, watermark }, row ?? target.account, pending[index] as Pending),
  );
  return {
    changes: [
      { table: "accounts", insert: inserted },
      { table: "accounts", patch: patches },
    ],
    taken: taken.size - conflicts.length,
    conflicts,
  };
}

/** A copy that is confirmed by this life of the root and has postings that it has not settled as far as is known. */
function isPendingCopy({ epoch }: NodeRecord, account: AccountRecord): boolean {
  return account.scope === "global" && account.epoch === epoch && account.settledEntry < account.entries;
}

function toTarget(node: NodeRecord, account: AccountRecord, watermark: bigint, isStale: boolean): PostingsToSettle {
  return { account, throughNo: node.sequenceBase + watermark, isStale };
}

async function lockAccounts(
  transaction: StoreTransaction,
  ids: readonly string[],
): Promise<ReadonlyMap<string, AccountRecord>> {
  if (ids.length === 0) return new Map();
  const accounts = await transaction.read(
    "accounts",
    ids.map((id) => [id] as const),
    { lock: "update" },
  );
  return new Map(accounts.flatMap((account) => (account === undefined ? [] : [[account.id, account]])));
}

/** The fields of a copy that a page changes; the same in each patch. Written out: copying by spread costs many times more. */
function toPatch(
  { id, epoch, watermark }: { readonly id: string; readonly epoch: string; readonly watermark: bigint },
  row: FeedAccount,
  { pending, pendingDebits, settledEntry }: Pending,
) {
  return {
    id,
    customerId: row.customerId,
    kind: row.kind,
    currency: row.currency,
    shard: row.shard,
    creditLimit: row.creditLimit,
    blocked: row.blocked,
    closed: row.closed,
    description: row.description,
    spendMode: row.spendMode,
    offlineLimit: row.offlineLimit,
    confirmed: row.confirmed,
    allotted: row.allotted,
    revision: row.revision,
    updateNo: row.updateNo,
    openedAtMs: row.openedAtMs,
    epoch,
    watermark,
    pending,
    pendingDebits,
    settledEntry,
  };
}

function toNewAccount({ epoch }: NodeRecord, row: FeedAccount, watermark: bigint): AccountRecord {
  return {
    id: row.id,
    customerId: row.customerId,
    kind: row.kind,
    currency: row.currency,
    scope: "global",
    shard: row.shard,
    creditLimit: row.creditLimit,
    blocked: row.blocked,
    closed: row.closed,
    description: row.description,
    spendMode: row.spendMode,
    offlineLimit: row.offlineLimit,
    confirmed: row.confirmed,
    pending: 0n,
    pendingDebits: 0n,
    reserved: 0n,
    allotted: row.allotted,
    revision: row.revision,
    updateNo: row.updateNo,
    watermark,
    epoch,
    entries: 0n,
    settledEntry: 0n,
    openedAtMs: row.openedAtMs,
    openHash: "",
  };
}
