import { bookMovement, type MovementLine, reportOverdraft } from "./book-movement.js";
import { moveAllotment } from "./decisions/decide-account.js";
import { derivedId } from "./derived-id.js";
import { decodeLines } from "./document-lines.js";
import type { LedgerState, WorkingAccount, WorkingDocument } from "./ledger-state.js";
import { accountOf, refusal, requireCurrency, requireUsable } from "./refusals.js";

/** The id of the document that moves a suspended one to its accounts: always the same, so that it happens once. */
function redriveId(documentId: string): string {
  return derivedId("redrive", documentId);
}

/**
 * Moves a suspended document from the suspense account to its accounts, or to those that replace them. It has happened, so
 * blocks and available money do not matter; the accounts have to be there, open, and in its currency.
 */
export function redrive(
  state: LedgerState,
  suspended: WorkingDocument,
  suspense: WorkingAccount,
  replace: ReadonlyMap<string, string>,
): WorkingDocument {
  const amounts = new Map<WorkingAccount, bigint>();
  for (const { accountId, amount, scope } of decodeLines(suspended.lines)) {
    if (scope === "local") continue;
    const account = accountOf(state, replace.get(accountId) ?? accountId);
    requireUsable(state, account);
    requireCurrency(account, suspended.currency);
    if (account.scope === "local") {
      throw refusal("PROCESSING_ACCOUNT_NOT_FOUND", `Account ${account.id} is not one that all nodes have.`, {
        accountId: account.id,
      });
    }
    amounts.set(account, (amounts.get(account) ?? 0n) + amount);
  }
  const sum = [...amounts.values()].reduce((total, amount) => total + amount, 0n);
  const lines: readonly MovementLine[] = [
    { account: suspense, amount: -sum },
    ...Array.from(amounts, ([account, amount]) => ({ account, amount })),
  ].filter(({ amount }) => amount !== 0n);

  const document = bookMovement(state, {
    id: redriveId(suspended.id),
    kind: "suspense",
    hash: suspended.payloadHash,
    currency: suspended.currency,
    lines,
    reverses: suspended.id,
    reservationId: null,
    details: {
      contra: suspended.contra,
      occurredAt: new Date(suspended.occurredAtMs),
      meta: JSON.parse(suspended.meta) as Readonly<Record<string, string>>,
    },
  });
  const nodeId = suspended.origin.slice(0, suspended.origin.lastIndexOf(":"));
  for (const [account, amount] of amounts) {
    if (account.spendMode === "allotment") moveAllotment(state, account, nodeId, amount);
  }
  reportOverdraft(state, document, lines);
  state.changes.events.push({
    type: "document.redriven",
    subject: suspended.id,
    data: { resolvedBy: document.id },
  });
  return document;
}
