import type { Adjust, Pay, TopUp, Transfer } from "../../commands.js";
import { bookMovement, type MovementLine, reportOverdraft } from "../book-movement.js";
import type { LedgerState, WorkingDocument } from "../ledger-state.js";
import {
  accountOf,
  requireAuthority,
  requireCredit,
  requireCurrency,
  requireDebit,
  requireUsable,
} from "../refusals.js";
import { payerLines } from "./payer-lines.js";

/** Credits an account. */
export function decideTopUp(state: LedgerState, command: TopUp, hash: string): WorkingDocument {
  const account = accountOf(state, command.accountId);
  requireCredit(state, account);
  return bookMovement(state, {
    id: command.id,
    kind: "topUp",
    hash,
    currency: account.currency,
    lines: [{ account, amount: command.amount }],
    reverses: null,
    reservationId: null,
    details: command,
  });
}

/** Debits one account, or those of a customer by a scheme. */
export function decidePay(state: LedgerState, command: Pay, hash: string): WorkingDocument {
  const lines = payerLines(state, command);
  return bookMovement(state, {
    id: command.id,
    kind: "payment",
    hash,
    currency: command.currency,
    lines: lines.map(({ account, amount }) => ({ account, amount: -amount })),
    reverses: null,
    reservationId: null,
    details: command,
  });
}

/** Moves money between two accounts. */
export function decideTransfer(state: LedgerState, command: Transfer, hash: string): WorkingDocument {
  const from = accountOf(state, command.from);
  const to = accountOf(state, command.to);
  requireCurrency(to, from.currency);
  requireDebit(state, from, command.amount);
  requireCredit(state, to);
  return bookMovement(state, {
    id: command.id,
    kind: "transfer",
    hash,
    currency: from.currency,
    lines: [
      { account: from, amount: -command.amount },
      { account: to, amount: command.amount },
    ],
    reverses: null,
    reservationId: null,
    details: command,
  });
}

/** Corrects balances by a person's decision: blocked accounts too, closed ones not. */
export function decideAdjust(state: LedgerState, command: Adjust, hash: string): WorkingDocument {
  const lines = command.postings.map(({ accountId, amount }): MovementLine => {
    const account = accountOf(state, accountId);
    requireAuthority(state, account);
    requireCurrency(account, command.currency);
    requireUsable(state, account);
    if (amount < 0n && command.overdraft !== "allow") requireDebit(state, { ...account, blocked: false }, -amount);
    return { account, amount };
  });
  const document = bookMovement(state, {
    id: command.id,
    kind: "adjustment",
    hash,
    currency: command.currency,
    lines,
    reverses: null,
    reservationId: null,
    details: { ...command, meta: { ...command.meta, reason: command.reason } },
  });
  reportOverdraft(state, document, lines);
  return document;
}
