import type { LedgerContext } from "../ledger/ledger-context.js";
import type { PageOptions } from "../page-options.js";
import type { NodeStorage } from "../storage/node-storage.js";
import type { RetainedReason } from "./coverage.js";

/** What {@link createCleanup} needs. */
export interface CleanupOptions {
  readonly storage: NodeStorage;
  readonly context: LedgerContext;
  readonly rules: CleanupRules;
}

/** What is deleted, and when. */
export interface CleanupRules {
  /** Documents older than this, in days, are deleted once they are provably elsewhere. */
  readonly documentRetentionDays: number;
  /** Reservations that ended, and whose time was over longer ago than this, in days. */
  readonly reservationRetentionDays: number;
  /** Events older than this, in days, that every consumer has read. */
  readonly eventRetentionDays: number;
  /** Results of imported external documents older than this, in days. */
  readonly importResultRetentionDays: number;
  /** Whether the root deletes only what the host confirmed to be in a backup. */
  readonly backups: "confirmed" | "none";
  /** Most records deleted in one transaction, 1 to 10,000. */
  readonly pageSize: number;
  /** Most pages in one run, of each kind of records. */
  readonly maxPages: number;
  readonly schedule: CleanupSchedule;
}

/** When cleanup starts: daily, at a time of day in a zone. */
export interface CleanupSchedule {
  /** `HH:MM`. */
  readonly startAt: string;
  /** A zone of the IANA database, for instance `Europe/Moscow`. */
  readonly timeZone: string;
  /** A start missed by no more than this, in minutes, is made up for at once; a later one waits for the next day. */
  readonly windowMinutes: number;
}

/** What a run of cleanup did. */
export interface CleanupReport {
  readonly documents: number;
  readonly postings: number;
  readonly reservations: number;
  readonly events: number;
  readonly importResults: number;
  /** Old documents that stay, by the reason. Of those that no archive has yet, at most a page of each shard is counted. */
  readonly retained: Readonly<Record<RetainedReason, number>>;
  /** Whether nothing that may be deleted was left. */
  readonly isFinished: boolean;
}

/** Deletes what is old and provably kept elsewhere, a page at a time between the work of others. */
export interface Cleanup {
  /** Runs now. */
  run(options?: PageOptions): Promise<CleanupReport>;
  /**
   * Runs when the daily start is due, and again until it finished within the window; otherwise resolves with `undefined`.
   * Call it every minute.
   */
  runIfDue(options?: PageOptions): Promise<CleanupReport | undefined>;
}
