import { createHash } from "node:crypto";
import type { AccountRecord } from "../domain/records/account-record.js";
import type { StoreTransaction } from "../ports/store.js";

/** A stretch of account ids: beyond `after`, up to and with `through`. */
export interface DigestRange {
  /** Empty: from the first id on. */
  readonly after: string;
  /** `null`: to the last id. */
  readonly through: string | null;
}

/** The digest of the global accounts in a range. */
export interface RangeDigest {
  readonly count: number;
  /** SHA-256 in hexadecimal; empty when the range has more accounts than are looked at. */
  readonly digest: string;
}

/** The digest of one account. */
export interface AccountDigest {
  readonly accountId: string;
  readonly shard: string;
  readonly updateNo: bigint;
  /** SHA-256 in hexadecimal. */
  readonly digest: string;
}

/** Most accounts of a range that are looked at. */
export const accountsPerRangeMax = 10_000;

/** Digests of the global accounts in a range, by id. One more than the most: then the range has too many. */
export async function readAccountDigests(
  transaction: StoreTransaction,
  { after, through }: DigestRange,
): Promise<readonly AccountDigest[]> {
  const digests: AccountDigest[] = [];
  let last = after;
  while (digests.length <= accountsPerRangeMax) {
    const page: readonly AccountRecord[] = await transaction.range("accounts", "key", {
      prefix: [],
      limit: 1000,
      ...(last === "" ? {} : { after: [last] }),
      ...(through === null ? {} : { through: [through] }),
    });
    for (const account of page) if (isShared(account)) digests.push(digestOf(account));
    last = page.at(-1)?.id ?? last;
    if (page.length < 1000) break;
  }
  return digests;
}

/** One digest for a whole range. */
export function combineDigests(digests: readonly AccountDigest[]): RangeDigest {
  if (digests.length > accountsPerRangeMax) return { count: digests.length, digest: "" };
  const hash = createHash("sha256");
  for (const { digest } of digests) hash.update(digest);
  return { count: digests.length, digest: hash.digest("hex") };
}

/** Whether children have the account too. */
export function isShared({ scope, updateNo }: AccountRecord): boolean {
  return scope === "global" && updateNo > 0n;
}

/** What the root and a child must have alike of an account, once the child has the root's latest change of it. */
function digestOf(account: AccountRecord): AccountDigest {
  const { id, shard, updateNo } = account;
  const content = [
    id,
    account.customerId,
    account.kind,
    account.currency,
    shard,
    account.creditLimit,
    account.blocked,
    account.closed,
    account.description,
    account.spendMode,
    account.offlineLimit,
    account.confirmed,
    account.revision,
    updateNo,
  ].map(String);
  return { accountId: id, shard, updateNo, digest: createHash("sha256").update(JSON.stringify(content)).digest("hex") };
}
