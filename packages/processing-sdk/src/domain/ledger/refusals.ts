import type { JsonObject } from "@opora/core";
import { ProcessingError, type ProcessingErrorCode } from "../../errors.js";
import { isCopy, isStale, spendable } from "./account-state.js";
import type { LedgerState, WorkingAccount } from "./ledger-state.js";

/** The error of a command that the state does not allow. */
export function refusal(code: ProcessingErrorCode, message: string, details: JsonObject): ProcessingError {
  return new ProcessingError(code, message, { details });
}

/** An account that a command names. */
export function accountOf(state: LedgerState, id: string): WorkingAccount {
  const account = state.accounts.get(id);
  if (account === undefined) throw accountNotFound(id);
  return account;
}

/** The error about an account that this node does not have. */
export function accountNotFound(accountId: string): ProcessingError {
  return refusal("PROCESSING_ACCOUNT_NOT_FOUND", `This node has no account ${accountId}.`, { accountId });
}

/** Refuses a movement on an account that is closed, or a copy that has to be pulled again. */
export function requireUsable({ node }: LedgerState, account: WorkingAccount): void {
  if (isStale(node, account)) {
    throw new ProcessingError(
      "PROCESSING_EPOCH_CHANGED",
      `Account ${account.id} has to be synchronised with the root first: try again after the next pull.`,
      { retryable: true, details: { accountId: account.id } },
    );
  }
  if (account.closed) {
    throw refusal("PROCESSING_ACCOUNT_CLOSED", `Account ${account.id} is closed.`, { accountId: account.id });
  }
}

/** The error about an account that is blocked. */
export function blocked(account: WorkingAccount): ProcessingError {
  return refusal("PROCESSING_ACCOUNT_BLOCKED", `Account ${account.id} is blocked.`, { accountId: account.id });
}

/** The error about an account that may be debited against a reservation only. */
export function reservationRequired(account: WorkingAccount): ProcessingError {
  return refusal(
    "PROCESSING_RESERVATION_REQUIRED",
    `Account ${account.id} may be debited here only against a reservation that the root granted.`,
    { accountId: account.id },
  );
}

/** Refuses a debit that the account does not allow, or its available money does not cover. */
export function requireDebit(state: LedgerState, account: WorkingAccount, amount: bigint): void {
  requireUsable(state, account);
  if (account.blocked) throw blocked(account);
  if (isCopy(state.node, account) && account.spendMode === "reserve") throw reservationRequired(account);
  const available = spendable(state.node, account);
  if (amount > available) {
    throw refusal("PROCESSING_INSUFFICIENT_FUNDS", `Account ${account.id} has less available than the debit.`, {
      accountId: account.id,
      required: String(amount),
      available: String(available),
      shortfall: String(amount - available),
    });
  }
}

/** Refuses a credit that the account does not allow. */
export function requireCredit(state: LedgerState, account: WorkingAccount): void {
  requireUsable(state, account);
  if (account.blocked && state.rules.creditsOnBlocked === "refuse") throw blocked(account);
}

/** Refuses an account of another currency. */
export function requireCurrency(account: WorkingAccount, currency: string): void {
  if (account.currency === currency) return;
  throw refusal(
    "PROCESSING_CURRENCY_MISMATCH",
    `Account ${account.id} is in ${account.currency}, the document in ${currency}.`,
    { accountId: account.id, currency: account.currency, expected: currency },
  );
}

/** Refuses, at a child, what only the root may do to an account that all nodes have. */
export function requireAuthority({ node }: LedgerState, account: WorkingAccount): void {
  if (!isCopy(node, account)) return;
  throw refusal("PROCESSING_NOT_ROOT", `Account ${account.id} is changed at the root only.`, { accountId: account.id });
}
