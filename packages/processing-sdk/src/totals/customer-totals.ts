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
  /** 1 to 1000 clubs. */
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
  /** 1 to 32 characters. */
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
export interface CustomerTotals extends TotalsKey {
  /** Minor units. */
  readonly total: bigint;
  readonly byKind: Readonly<Record<string, bigint>>;
  readonly changedAt: Date;
}

/** Names a row of totals. */
export interface TotalsPlace {
  readonly clubId: string;
  readonly customerId: string;
  readonly currency: string;
}

/** Names a row of totals as it was handed over. */
export interface TotalsKey extends TotalsPlace {
  /** Grows with each change of the row. */
  readonly version: bigint;
}

/** What a run did. */
export interface TotalsReport {
  readonly accounts: number;
  /** Rows that changed. */
  readonly totals: number;
  readonly isCaughtUp: boolean;
}

/** Which totals to take. */
export interface DirtyTotalsQuery {
  /** Only rows beyond this one. */
  readonly after?: TotalsPlace;
  /** Default: 1000. */
  readonly limit?: number;
}

/**
 * Sums per customer and loyalty club for the data server. It gets every sum at least once, and no change is lost: a
 * confirmation counts for the version that was taken, not for what the row has become since.
 */
export interface CustomerTotalsService {
  /** Brings the totals up to the feed of accounts. */
  run(options?: PageOptions): Promise<TotalsReport>;
  /** Totals that the consumer has not confirmed. */
  takeDirty(query?: DirtyTotalsQuery, options?: PortOptions): Promise<readonly CustomerTotals[]>;
  /** Says that the consumer has these versions. Resolves with how many rows need not be handed over any more. */
  confirm(taken: readonly TotalsKey[], options?: PortOptions): Promise<number>;
  find(place: TotalsPlace, options?: PortOptions): Promise<CustomerTotals | undefined>;
}
