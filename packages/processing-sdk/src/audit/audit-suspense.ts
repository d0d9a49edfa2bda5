import type { SuspensionRecord } from "../domain/records/suspension-record.js";
import type { StoreTransaction } from "../ports/store.js";
import type { AuditContext } from "./audit.js";

const suspensionsPerPage = 1000;

/** Compares suspense accounts with the documents that wait on them, all in one snapshot. */
export async function auditSuspense(audit: AuditContext, accountIds: readonly string[]): Promise<void> {
  if (audit.context.role === "child") return;
  const { accounts, sums } = await audit.storage.snapshot(
    async (transaction) => ({
      accounts:
        accountIds.length === 0
          ? []
          : await transaction.read(
              "accounts",
              accountIds.map((id) => [id] as const),
            ),
      sums: await sumOpenSuspensions(transaction),
    }),
    { signal: audit.signal },
  );
  const balances = new Map(accounts.flatMap((account) => (account ? [[account.id, account.confirmed] as const] : [])));
  for (const id of new Set([...balances.keys(), ...sums.keys()])) {
    const expected = sums.get(id) ?? 0n;
    // One that was opened after the accounts were listed is for the next audit.
    const found = balances.get(id) ?? expected;
    if (found === expected) continue;
    audit.report({ kind: "suspense", subject: id, expected: String(expected), found: String(found) });
  }
}

async function sumOpenSuspensions(transaction: StoreTransaction): Promise<ReadonlyMap<string, bigint>> {
  const sums = new Map<string, bigint>();
  let after: readonly [string] | undefined;
  for (;;) {
    const page: readonly SuspensionRecord[] = await transaction.range("suspensions", "byStatus", {
      prefix: ["open"],
      limit: suspensionsPerPage,
      ...(after === undefined ? {} : { after }),
    });
    for (const { suspenseAccountId, amount } of page) {
      if (suspenseAccountId !== "") sums.set(suspenseAccountId, (sums.get(suspenseAccountId) ?? 0n) + amount);
    }
    const last = page.at(-1);
    if (last === undefined || page.length < suspensionsPerPage) return sums;
    after = [last.documentId];
  }
}
