import type { Pay } from "../../commands.js";
import type { PaymentScheme } from "../../scheme.js";
import { isCopy, spendable } from "../account-state.js";
import type { LedgerState, WorkingAccount } from "../ledger-state.js";
import {
  accountNotFound,
  accountOf,
  blocked,
  refusal,
  requireCurrency,
  requireDebit,
  requireUsable,
  reservationRequired,
} from "../refusals.js";
import { type SchemeSplit, splitByScheme } from "../split-by-scheme.js";

/** What a payment or a reservation takes, and from whom. */
export type Taking = Pick<Pay, "total" | "currency" | "from">;

/** What is taken of an account: an amount above zero. */
export interface TakenLine {
  readonly account: WorkingAccount;
  readonly amount: bigint;
}

/** Decides which accounts pay how much of a total, or refuses. */
export function payerLines(state: LedgerState, { total, currency, from }: Taking): readonly TakenLine[] {
  if ("accountId" in from) {
    const account = accountOf(state, from.accountId);
    requireCurrency(account, currency);
    requireDebit(state, account, total);
    return [{ account, amount: total }];
  }
  const accounts = payingAccounts(state, from.customerId, from.scheme, currency);
  const split = splitByScheme(
    total,
    from.scheme,
    accounts.map((account) => ({ id: account.id, kind: account.kind, available: takeable(state, account) })),
  );
  if (split.shortfall > 0n) throw notCovered(state, total, split, accounts);
  return split.lines.map(({ accountId, amount }) => ({ account: accountOf(state, accountId), amount }));
}

/** The open accounts of a customer, in the currency of the payment, that the scheme names. */
function payingAccounts(
  state: LedgerState,
  customerId: string,
  scheme: PaymentScheme,
  currency: string,
): readonly WorkingAccount[] {
  const accounts = (state.customers.get(customerId) ?? []).filter(
    (account) => account.currency === currency && !account.closed && scheme.some(({ kind }) => kind === account.kind),
  );
  if (accounts.length === 0) {
    throw refusal("PROCESSING_ACCOUNT_NOT_FOUND", "The customer has no open account that the scheme takes from here.", {
      currency,
    });
  }
  for (const account of accounts) requireUsable(state, account);
  return accounts;
}

/** A blocked account pays nothing, and the scheme goes on without it. */
function takeable(state: LedgerState, account: WorkingAccount): bigint {
  return account.blocked ? 0n : spendable(state.node, account);
}

/** The most telling reason why a scheme does not cover a total. */
function notCovered(
  state: LedgerState,
  total: bigint,
  { shortfall, parts }: SchemeSplit,
  accounts: readonly WorkingAccount[],
) {
  const byReservation = accounts.find(
    (account) => isCopy(state.node, account) && account.spendMode === "reserve" && !account.blocked,
  );
  if (byReservation !== undefined) return reservationRequired(byReservation);
  const [first] = accounts;
  if (first === undefined) return accountNotFound("");
  if (accounts.every((account) => account.blocked)) return blocked(first);
  return refusal("PROCESSING_INSUFFICIENT_FUNDS", "The accounts of the scheme do not cover the total.", {
    required: String(total),
    shortfall: String(shortfall),
    parts: parts.map(({ kind, cap, available, taken }) => ({
      kind,
      cap: String(cap),
      available: String(available),
      taken: String(taken),
    })),
  });
}
