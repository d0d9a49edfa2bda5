import { postingKeysOf } from "../archive/postings-of.js";
import { decodeLines } from "../domain/ledger/document-lines.js";
import type { AccountRecord } from "../domain/records/account-record.js";
import type { DocumentRecord } from "../domain/records/document-record.js";
import type { OpeningRecord } from "../domain/records/opening-record.js";
import type { PostingRecord } from "../domain/records/posting-record.js";
import type { RegistryRecord } from "../domain/records/registry-record.js";
import type { LedgerContext } from "../ledger/ledger-context.js";
import type { StoreTransaction } from "../ports/store.js";
import type { RetainedReason } from "./coverage.js";

/** What was deleted, and what had to stay after all. */
export interface DeletedDocuments {
  readonly deleted: { readonly documents: number; readonly postings: number };
  readonly kept: readonly RetainedReason[];
}

/**
 * Deletes documents with their postings. In the same transaction their ids move to the registry, so that repeating one of
 * them stays recognisable, and the sums of their postings to the openings, so that balances can be recomputed.
 */
export async function deleteDocuments(
  context: LedgerContext,
  transaction: StoreTransaction,
  covered: readonly DocumentRecord[],
): Promise<DeletedDocuments> {
  const settled = context.role === "root" ? covered : await withoutPending(transaction, covered);
  const keys = await postingKeysOf(transaction, settled);
  const postings = (await transaction.read("postings", keys)).filter((posting) => posting !== undefined);
  await transaction.write([
    { table: "registry", insert: settled.map(toRegistryRecord) },
    { table: "openings", put: await toOpenings(transaction, postings) },
    { table: "postings", delete: postings.map(({ accountId, entry }) => [accountId, entry] as const) },
    { table: "documents", delete: settled.map(({ id }) => [id] as const) },
  ]);
  return {
    deleted: { documents: settled.length, postings: postings.length },
    kept: Array.from({ length: covered.length - settled.length }, () => "inUse" as const),
  };
}

/** Those whose postings every balance of the child counts as confirmed. */
async function withoutPending(
  transaction: StoreTransaction,
  documents: readonly DocumentRecord[],
): Promise<readonly DocumentRecord[]> {
  const linesOf = new Map(documents.map((document) => [document.id, decodeLines(document.lines)]));
  const accountIds = [...new Set([...linesOf.values()].flatMap((lines) => lines.map(({ accountId }) => accountId)))];
  const keys = accountIds.sort().map((id) => [id] as const);
  const accounts = new Map<string, AccountRecord>();
  for (const account of await transaction.read("accounts", keys)) if (account) accounts.set(account.id, account);
  return documents.filter(({ id }) =>
    (linesOf.get(id) ?? []).every(({ accountId, entry }) => {
      const account = accounts.get(accountId);
      return account === undefined || account.scope === "local" || entry <= account.settledEntry;
    }),
  );
}

function toRegistryRecord({ id, payloadHash, origin, recordedAtMs }: DocumentRecord): RegistryRecord {
  return { id, payloadHash, origin, kind: "document", subject: id, recordedAtMs };
}

/** The openings of the accounts with the postings that go added to those that went before. */
async function toOpenings(
  transaction: StoreTransaction,
  postings: readonly PostingRecord[],
): Promise<readonly OpeningRecord[]> {
  const keys = [...new Set(postings.map(({ accountId }) => accountId))].sort().map((id) => [id] as const);
  const openings = new Map<string, OpeningRecord>();
  for (const opening of await transaction.read("openings", keys, { lock: "update" })) {
    if (opening !== undefined) openings.set(opening.accountId, opening);
  }
  for (const { accountId, entry, amount, balanceAfter, recordedAtMs } of postings) {
    const opening = openings.get(accountId);
    const sum = (opening?.amount ?? 0n) + amount;
    // Documents do not go in the order of entries: one that stays behind for now goes later.
    const isLast = opening === undefined || entry > opening.entry;
    openings.set(
      accountId,
      isLast ? { accountId, entry, amount: sum, balanceAfter, recordedAtMs } : { ...opening, amount: sum },
    );
  }
  return [...openings.values()];
}
