import type { LedgerRules } from "../ledger/ledger-context.js";

/**
 * Everything about a node that can be set; `describeSettings` lists unit, default and limits of each. What belongs to a
 * connection, such as ports and TLS, is an option of its listener or transport.
 */
export interface ProcessingSettings extends LedgerRules {
  /** How long a child waits for an answer of the root. Default: 60,000. */
  readonly responseTimeoutMs: number;
  /** Largest message that the transport takes, before compression: pages are kept well below. Default: 16 MiB. */
  readonly maxEnvelopeBytes: number;
  /** At the root: how many forwarded commands are worked on at once. Default: 10. */
  readonly movementPool: number;
  /** At the root: how many synchronisation messages are worked on at once. Default: the number of children + 1. */
  readonly syncPool?: number;

  /** How long to wait for a database that is away, at the start and later. Default: 30,000. */
  readonly storeWaitMs: number;
  /** How often work is run again after a conflict in the database. Default: 20. */
  readonly conflictRetries: number;
  /** From which size of the store on to warn. Default: never. */
  readonly storeSizeWarningBytes?: number;
  /** Most commands in one commit. Default: 1000. */
  readonly maxBatch: number;
  /** Most commands that wait for their turn; further ones are refused as overloaded. Default: 10,000. */
  readonly maxQueue: number;

  /** How often a child synchronises. Default: 10,000. */
  readonly childPeriodMs: number;
  /** How often the root settles what it received. Default: 1000. */
  readonly settlePeriodMs: number;
  /** Most records in one message or page of synchronisation. Default: 3000. */
  readonly pageSize: number;
  /** Most pages in a row; then the period is waited. Default: 20. */
  readonly maxPages: number;

  /** How often the root archives. Default: 5000. */
  readonly archivePeriodMs: number;
  /** Most records archived together. Default: 3000. */
  readonly archivePageSize: number;
  /** Most pages archived in a row; then the period is waited. Default: 20. */
  readonly archiveMaxPages: number;

  /** How often offline requests and external documents are executed. Default: 10,000. */
  readonly requestPeriodMs: number;
  /** Most requests or external documents in one transaction. Default: 1000. */
  readonly requestPageSize: number;
  /** Most pages of them in a row; then the period is waited. Default: 20. */
  readonly requestMaxPages: number;
  /** How often customer totals are brought up to date. Default: 10,000. */
  readonly totalsPeriodMs: number;
  /** How often events are handed over. Default: 1000. */
  readonly relayPeriodMs: number;

  /** Documents older than this are deleted once they are safe elsewhere. Default: 90. */
  readonly documentRetentionDays: number;
  /** Reservations that ended longer ago than this are deleted. Default: 90. */
  readonly reservationRetentionDays: number;
  /** Events older than this are deleted once every consumer has them. Default: 365. */
  readonly eventRetentionDays: number;
  /** Results of imported external documents older than this are deleted. Default: 365. */
  readonly importResultRetentionDays: number;
  /**
   * Whether documents are deleted only when the host confirmed a backup that has them. `none`: the archive is enough; a
   * root that is restored from a backup may then lack documents that its children no longer have. Default: `confirmed`.
   */
  readonly backups: "confirmed" | "none";
  /** Time of day at which cleanup starts, `HH:MM`. Default: `03:00`. */
  readonly cleanupStartAt: string;
  /** Zone of `cleanupStartAt`, in the IANA database. Default: `UTC`. */
  readonly cleanupTimeZone: string;
  /** A start missed by no more than this is made up for at once; a later one waits for the next day. Default: 60. */
  readonly cleanupWindowMinutes: number;
  /** Most records deleted in one transaction. Default: 500. */
  readonly cleanupPageSize: number;
  /** Most pages of one cleanup. Default: 10,000. */
  readonly cleanupMaxPages: number;
}
