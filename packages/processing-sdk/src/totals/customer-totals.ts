import type { AccountKind } from "../domain/account.js";
import type { AccountRecord } from "../domain/records/account-record.js";
import type { LedgerContext } from "../ledger/ledger-context.js";
import type { PageOptions } from "../page-options.js";
import type { PortOptions } from "../ports/store.js";
import type { NodeStorage } from "../storage/node-storage.js";

/** What {@link createCustomerTotals} needs. */
export interface CustomerTotalsOptions {
  readonly storage: NodeStorage;
  readonly context: LedgerContext;
  readonly clubs: readonly LoyaltyClub[];
  /** Who takes the totals; each consumer has its own cursors and rows. Default: `data-server`. */
  readonly consumer?: string;
  /** Most accounts in a page, 1 to 10,000. Default: 1000. */
  readonly pageSize?: number;
  /** Most pages in a run, for each club. Default: 20. */
  readonly maxPages?: number;
}

/** Whose accounts are summed up together. */
export interface LoyaltyClub {
  readonly id: string;
  /** Default: `bonus` and `saving`. */
  readonly kinds?: readonly AccountKind[];
  /** Which accounts of these kinds belong to the club; must always answer the same for the same account. Default: all. */
  readonly includes?: (account: ClubAccount) => boolean;
}

/** What a club may look at. */
export type ClubAccount = Pick<
  AccountRecord,
  "id" | "customerId" | "kind" | "currency" | "scope" | "closed" | "description"
>;

/** The sums of a customer in a club. */
export interface CustomerTotals {
  readonly clubId: string;
  readonly customerId: string;
  readonly currency: string;
  /** Minor units. */
  readonly total: bigint;
  readonly byKind: Readonly<Record<string, bigint>>;
  /** For the confirmation. */
  readonly version: bigint;
  readonly changedAt: Date;
}

/** Names a row of totals as it was handed over. */
export type TotalsKey = Pick<CustomerTotals, "clubId" | "customerId" | "currency" | "version">;

/** What a run did. */
export interface TotalsReport {
  readonly accounts: number;
  /** Rows that changed. */
  readonly totals: number;
  readonly isCaughtUp: boolean;
}

/** Sums per customer and loyalty club for the data server. */
export interface CustomerTotalsService {
  /** Brings the totals up to the feed of accounts. */
  run(options?: PageOptions): Promise<TotalsReport>;
  /** Totals that the consumer has not confirmed, beyond `after`. */
  takeDirty(
    query?: { readonly after?: Omit<TotalsKey, "version">; readonly limit?: number },
    options?: PortOptions,
  ): Promise<readonly CustomerTotals[]>;
  /** Says that the consumer has these versions. Rows that changed since stay dirty. Resolves with how many were confirmed. */
  confirm(taken: readonly TotalsKey[], options?: PortOptions): Promise<number>;
  find(key: Omit<TotalsKey, "version">, options?: PortOptions): Promise<CustomerTotals | undefined>;
}
