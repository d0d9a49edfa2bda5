import type { AccountRecord } from "../domain/records/account-record.js";
import type { OpeningRecord } from "../domain/records/opening-record.js";
import type { PostingRecord } from "../domain/records/posting-record.js";
import type { StoreTransaction } from "../ports/store.js";
import type { AuditContext, AuditFinding, AuditSum } from "./audit.js";
import { checkPostingsOfDocuments } from "./check-postings.js";
import { startHistory } from "./history-check.js";

/** What the pass over the accounts found out for the report and for the passes after it. */
export interface AccountPass {
  readonly accounts: number;
  readonly postings: number;
  readonly sums: readonly AuditSum[];
  readonly suspenseAccounts: readonly string[];
}

/** Most postings of one account that are read together with those of others. */
const postingsPerRead = 100;
const postingsPerPage = 10_000;

/** Recomputes every account from its postings, and finds the document of each posting. */
export async function auditAccounts(audit: AuditContext): Promise<AccountPass> {
  const { storage, pageSize, signal } = audit;
  const sums = new Map<string, AuditSum>();
  const suspenseAccounts: string[] = [];
  let accounts = 0;
  let postings = 0;
  let after: string | undefined;
  while (signal?.aborted !== true) {
    const page = await storage.snapshot((transaction) => auditPage(audit, transaction, after), { signal });
    for (const finding of page.findings) audit.report(finding);
    for (const account of page.accounts) {
      addTo(sums, account);
      if (account.kind === "suspense") suspenseAccounts.push(account.id);
    }
    await compareWithArchive(audit, page.openings);
    accounts += page.accounts.length;
    postings += page.postings;
    after = page.accounts.at(-1)?.id;
    if (page.accounts.length < pageSize) break;
  }
  return { accounts, postings, sums: [...sums.values()], suspenseAccounts };
}

interface AccountPage {
  readonly accounts: readonly AccountRecord[];
  readonly openings: readonly OpeningRecord[];
  readonly postings: number;
  readonly findings: readonly AuditFinding[];
}

async function auditPage(
  { context, pageSize }: AuditContext,
  transaction: StoreTransaction,
  after: string | undefined,
): Promise<AccountPage> {
  const accounts = await transaction.range("accounts", "key", {
    prefix: [],
    limit: pageSize,
    ...(after === undefined ? {} : { after: [after] }),
  });
  if (accounts.length === 0) return { accounts, openings: [], postings: 0, findings: [] };
  const keys = accounts.map(({ id }) => [id] as const);
  const openings = await transaction.read("openings", keys);
  const first = await transaction.rangeEach("postings", "key", keys, postingsPerRead);
  const findings: AuditFinding[] = [];
  let postings = 0;
  for (const [index, account] of accounts.entries()) {
    const isCopy = context.role === "child" && account.scope === "global";
    const history = startHistory(account, openings[index], isCopy);
    for await (const page of pagesOf(transaction, account.id, first[index] ?? [])) {
      for (const posting of page) history.add(posting);
      postings += page.length;
      findings.push(...(await checkPostingsOfDocuments(transaction, page)));
    }
    findings.push(...history.finish());
  }
  return { accounts, openings: openings.filter((opening) => opening !== undefined), postings, findings };
}

/** The postings of an account in pages; the first was read with those of others. */
async function* pagesOf(transaction: StoreTransaction, accountId: string, first: readonly PostingRecord[]) {
  yield first;
  let last = first.length < postingsPerRead ? undefined : first.at(-1);
  while (last !== undefined) {
    const page: readonly PostingRecord[] = await transaction.range("postings", "key", {
      prefix: [accountId],
      after: [last.entry],
      limit: postingsPerPage,
    });
    yield page;
    last = page.length < postingsPerPage ? undefined : page.at(-1);
  }
}

function addTo(sums: Map<string, AuditSum>, { currency, scope, confirmed, pending }: AccountRecord): void {
  const key = `${scope} ${currency}`;
  const sum = sums.get(key) ?? { currency, scope, accounts: 0, balance: 0n };
  sums.set(key, { ...sum, accounts: sum.accounts + 1, balance: sum.balance + confirmed + pending });
}

/** Where postings were cleaned up, the archive has the last of them with the same balance. */
async function compareWithArchive({ archive, signal, report }: AuditContext, openings: readonly OpeningRecord[]) {
  if (archive === undefined) return;
  for (const { accountId, entry, balanceAfter } of openings) {
    const [archived] = await archive.readPostings({ accountId, beforeEntry: entry + 1n, limit: 1 }, { signal });
    const expected = `entry ${entry} at ${balanceAfter}`;
    const found = archived === undefined ? "nothing" : `entry ${archived.entry} at ${archived.balanceAfter}`;
    if (found !== expected) report({ kind: "history", subject: accountId, expected, found: `${found} in the archive` });
  }
}
