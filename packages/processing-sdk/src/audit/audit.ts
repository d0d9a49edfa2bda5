import type { LedgerContext } from "../ledger/ledger-context.js";
import type { ProcessingArchive } from "../ports/archive.js";
import type { PortOptions } from "../ports/store.js";
import type { NodeStorage } from "../storage/node-storage.js";

/** What {@link createAudit} needs. */
export interface AuditOptions {
  readonly storage: NodeStorage;
  readonly context: LedgerContext;
  /** When given, balances at which postings were cleaned up are compared with it. */
  readonly archive?: ProcessingArchive | undefined;
  /** Most accounts or documents in a page, 1 to 10,000. Default: 1000. */
  readonly pageSize?: number;
}

/** What is wrong. */
export type AuditFindingKind =
  /** The balance is not the sum of the postings. */
  | "balance"
  /** Entries are missing, or `balanceAfter` does not follow. */
  | "history"
  /** A document and its postings differ. */
  | "document"
  /** At a child: what counts as pending is not the sum of the postings that the root has not settled. */
  | "pending"
  /** What an account holds is not the sum of its open reservations. */
  | "reserved"
  /** What is allotted is not the sum of the allotments. */
  | "allotted"
  /** A counter is behind the records that it numbered, or a cursor ahead of its counter. */
  | "counter"
  /** `archived ≤ settled ≤ received` does not hold, or what was received is not there. */
  | "watermark"
  /** A suspense account does not stand at the sum of its open suspensions. */
  | "suspense";

/** Something that must not be. */
export interface AuditFinding {
  readonly kind: AuditFindingKind;
  /** Id of the account, document, counter or origin. */
  readonly subject: string;
  readonly expected: string;
  readonly found: string;
}

/** The sum of the accounts of one currency and scope. */
export interface AuditSum {
  readonly currency: string;
  readonly scope: "global" | "local";
  readonly accounts: number;
  /** Minor units. */
  readonly balance: bigint;
}

/** What an audit looked at and found. */
export interface AuditReport {
  readonly accounts: number;
  readonly postings: number;
  readonly documents: number;
  /** Of balances that were read one page after the other: while movements go on, each is of its own moment. */
  readonly sums: readonly AuditSum[];
  /** The first 1000. */
  readonly findings: readonly AuditFinding[];
  readonly findingCount: number;
  /** Whether everything was looked at; the signal stops an audit between two pages. */
  readonly isFinished: boolean;
}

/** What is told while an audit goes on. */
export interface AuditRunOptions extends PortOptions {
  /** Called for every finding, also beyond those that the report holds. */
  readonly onFinding?: (finding: AuditFinding) => void;
}

/**
 * Recomputes what a node believes from what it recorded. Each page is one snapshot, in which an account and its postings
 * belong together, so an audit may run beside the work of the node and finds nothing that is not there.
 */
export interface Audit {
  run(options?: AuditRunOptions): Promise<AuditReport>;
}

/** What the parts of an audit share. */
export interface AuditContext {
  readonly storage: NodeStorage;
  readonly context: LedgerContext;
  readonly archive: ProcessingArchive | undefined;
  readonly pageSize: number;
  readonly signal: AbortSignal | undefined;
  report(finding: AuditFinding): void;
}
