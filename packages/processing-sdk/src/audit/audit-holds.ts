import { decodeReservationLines } from "../domain/ledger/document-lines.js";
import type { AccountRecord } from "../domain/records/account-record.js";
import type { ReservationRecord } from "../domain/records/reservation-record.js";
import type { StoreTransaction } from "../ports/store.js";
import type { AuditContext } from "./audit.js";

const reservationsPerPage = 1000;
const allotmentsPerAccount = 10_000;
/** Most accounts that are looked at once more together. */
const doubtfulMax = 10_000;

/**
 * Compares what accounts hold with the open reservations, and what is allotted with the allotments. Reservations are not
 * kept by account, so what looks wrong at first is looked at once more in one snapshot.
 */
export async function auditHolds(audit: AuditContext): Promise<void> {
  const { storage, signal, context } = audit;
  const reserved = await storage.snapshot((transaction) => sumReservations(transaction), { signal });
  const doubtful: string[] = [];
  let after: string | undefined;
  while (signal?.aborted !== true) {
    const page = await storage.snapshot((transaction) => readPage(transaction, after, audit.pageSize), { signal });
    for (const { id, reserved: held } of page.accounts) {
      const expected = reserved.get(id) ?? 0n;
      if (held !== expected && doubtful.length < doubtfulMax) doubtful.push(id);
    }
    for (const { account, sum } of context.role === "root" ? page.allotted : []) {
      if (account.allotted === sum) continue;
      audit.report({ kind: "allotted", subject: account.id, expected: String(sum), found: String(account.allotted) });
    }
    after = page.accounts.at(-1)?.id;
    if (page.accounts.length < audit.pageSize) break;
  }
  if (doubtful.length > 0) await lookAgain(audit, doubtful);
}

async function readPage(transaction: StoreTransaction, after: string | undefined, limit: number) {
  const accounts = await transaction.range("accounts", "key", {
    prefix: [],
    limit,
    ...(after === undefined ? {} : { after: [after] }),
  });
  const sharing = accounts.filter(({ allotted, spendMode }) => allotted !== 0n || spendMode === "allotment");
  const keys = sharing.map(({ id }) => [id]);
  const lists = keys.length === 0 ? [] : await transaction.rangeEach("allotments", "key", keys, allotmentsPerAccount);
  const allotted = sharing.map((account, index) => ({
    account,
    sum: (lists[index] ?? []).reduce((sum, { outstanding }) => sum + outstanding, 0n),
  }));
  return { accounts, allotted };
}

async function lookAgain(audit: AuditContext, ids: readonly string[]): Promise<void> {
  const { accounts, sums } = await audit.storage.snapshot(
    async (transaction) => ({
      accounts: await transaction.read(
        "accounts",
        ids.map((id) => [id] as const),
      ),
      sums: await sumReservations(transaction),
    }),
    { signal: audit.signal },
  );
  for (const account of accounts.filter((found): found is AccountRecord => found !== undefined)) {
    const expected = sums.get(account.id) ?? 0n;
    if (account.reserved === expected) continue;
    const { id, reserved } = account;
    audit.report({ kind: "reserved", subject: id, expected: String(expected), found: String(reserved) });
  }
}

/** What open reservations hold, by account. */
async function sumReservations(transaction: StoreTransaction): Promise<ReadonlyMap<string, bigint>> {
  const sums = new Map<string, bigint>();
  let after: readonly [number, string] | undefined;
  for (;;) {
    const page: readonly ReservationRecord[] = await transaction.range("reservations", "byExpiry", {
      prefix: ["open"],
      limit: reservationsPerPage,
      ...(after === undefined ? {} : { after }),
    });
    for (const { lines } of page) {
      for (const { accountId, amount } of decodeReservationLines(lines)) {
        sums.set(accountId, (sums.get(accountId) ?? 0n) + amount);
      }
    }
    const last = page.at(-1);
    if (last === undefined || page.length < reservationsPerPage) return sums;
    after = [last.expiresAtMs, last.id];
  }
}
