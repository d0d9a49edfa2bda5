import { smaller } from "../int64.js";
import type { PaymentScheme } from "../scheme.js";

/** An account that a scheme may take from. */
export interface SchemeAccount {
  readonly id: string;
  readonly kind: string;
  /** What a debit may take, in minor units; what is below zero counts as nothing. */
  readonly available: bigint;
}

/** What a part of a scheme came to. */
export interface SchemePartOutcome {
  readonly kind: string;
  /** The most that the part may pay of this total. */
  readonly cap: bigint;
  /** What its accounts have available above `minRemain`. */
  readonly available: bigint;
  readonly taken: bigint;
}

/** A total split by a scheme, or why it cannot be. */
export interface SchemeSplit {
  /** What is not covered: 0 when the split succeeded. */
  readonly shortfall: bigint;
  /** One line per account, in the order in which the parts took from them. Their sum is the total without the shortfall. */
  readonly lines: readonly { readonly accountId: string; readonly amount: bigint }[];
  readonly parts: readonly SchemePartOutcome[];
}

/**
 * Splits a payment over accounts: the parts take in their order, each the least of what its accounts have available above
 * `minRemain`, of its share of the total rounded down, of `maxAmount`, and of what is left to be paid. Several accounts of
 * one kind are taken from in the order of their ids.
 *
 * @example
 * ```ts
 * const scheme = [{ kind: "bonus", maxShare: 300 }, { kind: "payment" }];
 * splitByScheme(1000n, scheme, [
 *   { id: "b", kind: "bonus", available: 500n },
 *   { id: "p", kind: "payment", available: 5000n },
 * ]).lines; // [{ accountId: "b", amount: 300n }, { accountId: "p", amount: 700n }]
 * ```
 */
export function splitByScheme(total: bigint, scheme: PaymentScheme, accounts: readonly SchemeAccount[]): SchemeSplit {
  const inOrder = accounts.length < 2 ? accounts : accounts.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const taken = new Map<string, bigint>();
  const parts: SchemePartOutcome[] = [];
  let left = total;

  for (const { kind, maxShare, maxAmount, minRemain = 0n } of scheme) {
    const cap = smaller(maxShare === undefined ? total : (total * BigInt(maxShare)) / 1000n, maxAmount ?? total);
    const wanted = smaller(cap, left);
    let available = 0n;
    let takenByPart = 0n;
    for (const account of inOrder) {
      if (account.kind !== kind) continue;
      const before = taken.get(account.id) ?? 0n;
      const free = account.available - before - minRemain;
      if (free <= 0n) continue;
      available += free;
      const amount = smaller(free, wanted - takenByPart);
      if (amount === 0n) continue;
      taken.set(account.id, before + amount);
      takenByPart += amount;
    }
    left -= takenByPart;
    parts.push({ kind, cap, available, taken: takenByPart });
  }
  return { shortfall: left, lines: Array.from(taken, ([accountId, amount]) => ({ accountId, amount })), parts };
}
