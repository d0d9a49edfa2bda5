import type { LedgerContext } from "../ledger/ledger-context.js";
import type { PageOptions } from "../page-options.js";
import type { NodeStorage } from "../storage/node-storage.js";

/** What {@link createCleanup} needs. */
export interface CleanupOptions {
  readonly storage: NodeStorage;
  readonly context: LedgerContext;
  readonly rules: CleanupRules;
}

/** What is deleted, and when. */
export interface CleanupRules {
  /** Documents older than this, in days, are deleted once they are covered. */
  readonly documentRetentionDays: number;
  /** Reservations that ended longer ago than this, in days. */
  readonly reservationRetentionDays: number;
  /** Events older than this, in days, that every consumer has read. */
  readonly eventRetentionDays: number;
  /** Results of imported external documents older than this, in days. */
  readonly importResultRetentionDays: number;
  /** Whether the root deletes only what the host confirmed to be in a backup. */
  readonly backups: "confirmed" | "none";
  /** Most records deleted in one transaction, 1 to 10,000. */
  readonly pageSize: number;
  /** Most pages in one run. */
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
  /** Documents old enough that stay, by the reason. At most the first of each shard is looked at beyond what is covered. */
  readonly retained: Readonly<Record<RetainedReason, number>>;
  /** Whether nothing deletable was left. */
  readonly isFinished: boolean;
}

/** Why an old document stays. */
export type RetainedReason =
  /** The root has not confirmed that it has it for good (at a child), or the archive has not taken it (at the root). */
  | "notArchived"
  | "notBackedUp"
  /** It is on a suspense account and waits for a decision. */
  | "suspended"
  /** A balance still counts it as pending, or the handshake with the root needs it. */
  | "inUse";

/** Deletes what is provably kept elsewhere and old. */
export interface Cleanup {
  /** Runs now. */
  run(options?: PageOptions): Promise<CleanupReport>;
  /** Runs when a start is due; otherwise resolves with `undefined`. Call it every minute. */
  runIfDue(options?: PageOptions): Promise<CleanupReport | undefined>;
}
