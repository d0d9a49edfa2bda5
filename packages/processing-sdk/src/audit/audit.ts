import type { JsonObject } from "@opora/core";
import type { LedgerContext } from "../ledger/ledger-context.js";
import type { ProcessingArchive } from "../ports/archive.js";
import type { PortOptions } from "../ports/store.js";
import type { NodeStorage } from "../storage/node-storage.js";

/** What {@link createAudit} needs. */
export interface AuditOptions {
  readonly storage: NodeStorage;
  readonly context: LedgerContext;
  /** When given, what was cleaned up is looked for there. */
  readonly archive?: ProcessingArchive;
  /** Most records in a page, 1 to 10,000. Default: 1000. */
  readonly pageSize?: number;
}

/** What is wrong. */
export type AuditFindingKind =
  /** The balance is not the sum of the postings. */
  | "balance"
  /** Entries are missing or `balanceAfter` does not follow. */
  | "history"
  /** A document and its postings differ. */
  | "document"
  /** `pending` or `pendingDebits` is not the sum of the postings that the root has not settled. */
  | "pending"
  | "reserved"
  | "allotted"
  /** A counter is behind the records that it numbered. */
  | "counter"
  /** `archived ≤ settled ≤ received` does not hold, or a cursor is ahead of its feed. */
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

/** The sum of accounts of one currency and scope. */
export interface AuditSum {
  readonly currency: string;
  readonly scope: "global" | "local";
  readonly accounts: number;
  readonly balance: bigint;
}

/** What an audit looked at and found. */
export interface AuditReport {
  readonly accounts: number;
  readonly postings: number;
  readonly documents: number;
  readonly sums: readonly AuditSum[];
  /** The first 1000. */
  readonly findings: readonly AuditFinding[];
  readonly findingCount: number;
}

/** Recomputes what a node believes from what it recorded. */
export interface Audit {
  run(options?: PortOptions & { readonly onFinding?: (finding: AuditFinding) => void }): Promise<AuditReport>;
}

/** A stretch of account ids: beyond `after`, up to and with `through`. */
export interface DigestRange {
  readonly after: string;
  readonly through: string;
}

/** The digest of the global accounts in a range. */
export interface RangeDigest extends DigestRange {
  readonly count: number;
  /** SHA-256 in hexadecimal. */
  readonly digest: string;
}

/** The digest of one account. */
export interface AccountDigest {
  readonly accountId: string;
  readonly shard: string;
  readonly updateNo: bigint;
  readonly digest: string;
}

/** An account that a child has in another way than the root. */
export interface Divergence {
  readonly accountId: string;
  readonly kind: "missing" | "unknown" | "different";
}

/** Plain JSON that the message `digest` carries. */
export type DigestBody = JsonObject;
