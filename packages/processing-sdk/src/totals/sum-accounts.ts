import type { AccountRecord } from "../domain/records/account-record.js";
import type { LoyaltyClub } from "./customer-totals.js";

/** What a customer has in a club in one currency. */
export interface ClubSums {
  readonly total: bigint;
  /** As a row keeps it: JSON with the kinds in order. */
  readonly byKind: string;
}

const defaultKinds: readonly string[] = ["bonus", "saving"];
const noSums: ClubSums = { total: 0n, byKind: "{}" };

/** Whether an account counts in a club. */
function belongsTo(account: AccountRecord, { kinds = defaultKinds, includes }: LoyaltyClub): boolean {
  if (!kinds.includes(account.kind)) return false;
  if (includes === undefined) return true;
  const { id, customerId, kind, currency, scope, closed, description } = account;
  return includes({ id, customerId, kind, currency, scope, closed, description });
}

/**
 * The sums of one customer's accounts in a club, by currency. Currencies that are asked for and have no account (any
 * more) come to nothing.
 */
export function sumAccounts(
  accounts: readonly AccountRecord[],
  club: LoyaltyClub,
  currencies: Iterable<string>,
): ReadonlyMap<string, ClubSums> {
  const byCurrency = new Map<string, Map<string, bigint>>();
  for (const account of accounts) {
    if (!belongsTo(account, club)) continue;
    const byKind = byCurrency.get(account.currency) ?? new Map<string, bigint>();
    byKind.set(account.kind, (byKind.get(account.kind) ?? 0n) + account.confirmed);
    byCurrency.set(account.currency, byKind);
  }
  const sums = new Map<string, ClubSums>([...currencies].map((currency) => [currency, noSums]));
  for (const [currency, byKind] of byCurrency) {
    const kinds = [...byKind].sort(([left], [right]) => (left < right ? -1 : 1));
    sums.set(currency, {
      total: kinds.reduce((sum, [, amount]) => sum + amount, 0n),
      byKind: JSON.stringify(Object.fromEntries(kinds.map(([kind, amount]) => [kind, String(amount)]))),
    });
  }
  return sums;
}
