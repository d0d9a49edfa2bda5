import { positionIn } from "../domain/protocol/cursor.js";
import type { Cursor, FeedAccount } from "../domain/protocol/messages.js";
import type { AccountRecord } from "../domain/records/account-record.js";
import type { StoreTransaction } from "../ports/store.js";

/** What is told of an account beside its texts, as JSON. */
const bytesPerAccount = 220;

/** Which part of the feed to read. */
export interface FeedRequest {
  readonly since: Cursor;
  /** The last number of each shard. */
  readonly issued: Cursor;
  /** Most accounts. */
  readonly limit: number;
  /** Most bytes of JSON that they may make, as far as that can be told beforehand; one account is always taken. */
  readonly maxBytes: number;
}

/** Accounts that changed, and up to where they reach. */
export interface FeedPage {
  readonly accounts: readonly AccountRecord[];
  readonly through: Cursor;
}

/** Reads the next page over the feeds of all shards, those that lag most first, so that none of them waits for ever. */
export async function readFeedPage(transaction: StoreTransaction, request: FeedRequest): Promise<FeedPage> {
  const { since, issued, limit, maxBytes } = request;
  const lagOf = (shard: string): bigint => positionIn(issued, shard) - positionIn(since, shard);
  const shards = Object.keys(issued)
    .filter((shard) => lagOf(shard) > 0n)
    .sort((left, right) => (lagOf(left) > lagOf(right) ? -1 : 1));

  const accounts: AccountRecord[] = [];
  const through: Record<string, bigint> = { ...since };
  let bytes = 0;
  for (const shard of shards) {
    const wanted = limit - accounts.length;
    if (wanted === 0 || bytes > maxBytes) break;
    const rows = await transaction.range("accounts", "byFeed", {
      prefix: [shard],
      after: [positionIn(since, shard)],
      limit: wanted,
    });
    let taken = 0;
    while (taken < rows.length && (bytes <= maxBytes || accounts.length === 0)) {
      const account = rows[taken] as AccountRecord;
      bytes += bytesOf(account);
      accounts.push(account);
      taken += 1;
    }
    const isRead = taken === rows.length && rows.length < wanted;
    through[shard] = isRead ? positionIn(issued, shard) : (rows[taken - 1]?.updateNo ?? positionIn(since, shard));
  }
  return { accounts, through };
}

/** Characters take up to three bytes in UTF-8. */
function bytesOf({ id, customerId, kind, currency, description }: AccountRecord): number {
  return bytesPerAccount + 3 * (id.length + customerId.length + kind.length + currency.length + description.length);
}

/** Accounts as a child is told of them. */
export async function toFeedAccounts(
  transaction: StoreTransaction,
  accounts: readonly AccountRecord[],
  nodeId: string,
): Promise<readonly FeedAccount[]> {
  const allotted = await readAllotted(transaction, accounts, nodeId);
  return accounts.map((account) => {
    const own = allotted.get(account.id) ?? 0n;
    return account.allotted === own ? account : { ...account, allotted: own };
  });
}

async function readAllotted(
  transaction: StoreTransaction,
  accounts: readonly AccountRecord[],
  nodeId: string,
): Promise<ReadonlyMap<string, bigint>> {
  const keys = accounts
    .filter(({ spendMode }) => spendMode === "allotment")
    .map(({ id }) => [id, nodeId] as const)
    .sort(([left], [right]) => (left < right ? -1 : 1));
  if (keys.length === 0) return new Map();
  const allotments = await transaction.read("allotments", keys);
  return new Map(allotments.flatMap((found) => (found === undefined ? [] : [[found.accountId, found.outstanding]])));
}
