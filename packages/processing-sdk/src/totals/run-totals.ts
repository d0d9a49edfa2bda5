import { readNewRecords } from "../archive/new-records.js";
import type { AccountRecord } from "../domain/records/account-record.js";
import type { CustomerTotalsRecord } from "../domain/records/customer-totals-record.js";
import type { LedgerContext } from "../ledger/ledger-context.js";
import { type PagedRun, workPages } from "../page-options.js";
import type { StoreTransaction } from "../ports/store.js";
import { moveCursors } from "../storage/cursors.js";
import type { NodeStorage } from "../storage/node-storage.js";
import type { LoyaltyClub, TotalsReport } from "./customer-totals.js";
import { sumAccounts } from "./sum-accounts.js";

/** What bringing totals up to date needs. */
export interface TotalsContext {
  readonly storage: NodeStorage;
  readonly context: LedgerContext;
  readonly consumer: string;
  readonly clubs: readonly LoyaltyClub[];
}

/** Most accounts of one customer that are read together with those of others. */
const accountsPerRead = 1000;

/** Brings the totals of every club up to the feed of accounts. */
export async function runTotals(parts: TotalsContext, run: PagedRun): Promise<TotalsReport> {
  let accounts = 0;
  let totals = 0;
  let isCaughtUp = true;
  for (const club of parts.clubs) {
    const isDone = await workPages(run, async () => {
      const page = await parts.storage.background((transaction) => workPage(parts, club, transaction, run.limit), run);
      accounts += page.accounts;
      totals += page.totals;
      return page.isLast ? "last" : "more";
    });
    if (!isDone) isCaughtUp = false;
  }
  return { accounts, totals, isCaughtUp };
}

/**
 * Sums up the customers of a page of the feed anew and moves the cursor of the club. The sums are of now, not of the page:
 * what changes later is in the feed again.
 */
async function workPage(
  { context, consumer }: TotalsContext,
  club: LoyaltyClub,
  transaction: StoreTransaction,
  limit: number,
): Promise<{ readonly accounts: number; readonly totals: number; readonly isLast: boolean }> {
  const cursor = `totals:${consumer}:${club.id}`;
  const page = await readNewRecords(transaction, {
    counter: "feed",
    cursor,
    limit,
    range: (query) => transaction.range("accounts", "byFeed", query),
    numberOf: ({ updateNo }) => updateNo,
  });
  // Before the rows: of two instances with one page, the later one stops here.
  const isOurs = page.moves.length > 0 && (await moveCursors(transaction, cursor, page.moves));
  if (!isOurs) return { accounts: 0, totals: 0, isLast: page.isLast };
  const atMs = context.clock.now().getTime();
  const customerIds = [...new Set(page.records.map(({ customerId }) => customerId))].sort();
  const changed = customerIds.length === 0 ? [] : await recompute(transaction, { consumer, club, customerIds, atMs });
  await transaction.write([{ table: "customerTotals", put: changed }]);
  return { accounts: page.records.length, totals: changed.length, isLast: page.isLast };
}

interface Customers {
  readonly consumer: string;
  readonly club: LoyaltyClub;
  readonly customerIds: readonly string[];
  readonly atMs: number;
}

/** The rows of customers that are other than they were. */
async function recompute(
  transaction: StoreTransaction,
  { consumer, club, customerIds, atMs }: Customers,
): Promise<readonly CustomerTotalsRecord[]> {
  const accounts = await transaction.rangeEach(
    "accounts",
    "byCustomer",
    customerIds.map((customerId) => [customerId]),
    accountsPerRead,
  );
  const rows = await transaction.rangeEach(
    "customerTotals",
    "key",
    customerIds.map((customerId) => [consumer, club.id, customerId]),
    accountsPerRead,
  );
  const changed: CustomerTotalsRecord[] = [];
  for (const [index, customerId] of customerIds.entries()) {
    const found = await withTheRest(transaction, customerId, accounts[index] ?? []);
    const byCurrency = new Map((rows[index] ?? []).map((row) => [row.currency, row]));
    for (const [currency, { total, byKind }] of sumAccounts(found, club, byCurrency.keys())) {
      const row = byCurrency.get(currency);
      if (row !== undefined && row.total === total && row.byKind === byKind) continue;
      const version = (row?.version ?? 0n) + 1n;
      const key = { consumer, clubId: club.id, customerId, currency };
      changed.push({ ...key, status: "dirty", version, total, byKind, changedAtMs: atMs });
    }
  }
  return changed;
}

/** The accounts of a customer who has more than are read at once. */
async function withTheRest(
  transaction: StoreTransaction,
  customerId: string,
  first: readonly AccountRecord[],
): Promise<readonly AccountRecord[]> {
  const accounts = [...first];
  let page = first;
  while (page.length === accountsPerRead) {
    const after = [page.at(-1)?.id as string];
    page = await transaction.range("accounts", "byCustomer", { prefix: [customerId], after, limit: accountsPerRead });
    accounts.push(...page);
  }
  return accounts;
}
