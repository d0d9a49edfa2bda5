import type { AccountKind } from "./account.js";

/**
 * One part of a payment scheme: how much of the total an account kind pays at most. The amount is the least of what the
 * account has available above `minRemain`, of `total · maxShare / 1000` rounded down, of `maxAmount`, and of what is
 * still to be paid.
 */
export interface SchemePart {
  readonly kind: AccountKind;
  /** Permille of the total, 1 to 1000. Default: 1000. */
  readonly maxShare?: number;
  /** Minor units. Default: unlimited. */
  readonly maxAmount?: bigint;
  /** What has to stay available on the account, in minor units. Default: 0. */
  readonly minRemain?: bigint;
}

/** How a payment is split over the accounts of a customer: parts in order, the last takes the rest or the payment fails. */
export type PaymentScheme = readonly SchemePart[];
