/** What an account is for: `bonus`, `saving`, `payment`, or a kind of the host's own. */
export type AccountKind = "bonus" | "saving" | "payment" | (string & {});

/** Whether every node has the account, or only the one that opened it. */
export type AccountScope = "global" | "local";

/**
 * How a child may spend from a global account while other nodes spend from it too:
 *
 * - `trust`: up to the balance that the child shows; the merged balance may go below zero (reported as overdrawn);
 * - `limit`: as `trust`, and no more than `limit` in debits that the root has not settled yet;
 * - `reserve`: only against a reservation that the root granted online;
 * - `allotment`: only from the part of the balance that the root allotted to this child; never overdraws.
 */
export type SpendMode = "trust" | "reserve" | "allotment" | { readonly limit: bigint };

/** An account as a node shows it. Amounts are minor units of `currency`. */
export interface Account {
  readonly id: string;
  readonly customerId: string;
  readonly kind: AccountKind;
  /** Three letters, ISO 4217, or a currency of the host's own such as `BONUS`: 1 to 16 characters. */
  readonly currency: string;
  readonly scope: AccountScope;
  /** At a child: what the root confirmed plus the child's own documents that the root had not settled by then. */
  readonly balance: bigint;
  /** What a debit may take now at this node: with the credit limit, without what is reserved or allotted elsewhere. */
  readonly available: bigint;
  /** The part of `balance` that the root has not settled yet; 0 at the root. */
  readonly pending: bigint;
  readonly reserved: bigint;
  /** How far the balance may go below zero; never negative. */
  readonly creditLimit: bigint;
  readonly blocked: boolean;
  readonly closed: boolean;
  readonly description: string;
  readonly spendMode: SpendMode;
  /** Grows with each change of the parameters; for `ifRevision`. */
  readonly revision: bigint;
}
