import { lesserOf } from "../domain/greater-of.js";
import type { DocumentRecord } from "../domain/records/document-record.js";
import type { NodeRecord } from "../domain/records/node-record.js";
import type { OriginRecord } from "../domain/records/origin-record.js";

/** Why an old document stays. */
export type RetainedReason =
  /** The archive has not taken it, or at a child: the root has not said that it has it for good. */
  | "notArchived"
  /** No confirmed backup has it. */
  | "notBackedUp"
  /** It is on a suspense account and waits for a decision. */
  | "suspended"
  /** Something of it was given back: its row counts how much. Its postings may go. */
  | "reversed"
  /** A balance still counts it as pending, or the handshake with the root needs it. */
  | "inUse";

/** What the root knows of where else a document is. */
export interface RootCoverage {
  /** Documents of the shard up to this number are in the archive. */
  readonly archivedThrough: bigint;
  /** Up to this number they are in a confirmed backup; `undefined`: backups are not asked for. */
  readonly backedUpThrough: bigint | undefined;
  readonly origins: ReadonlyMap<string, OriginRecord>;
  /** Ids of documents that wait for a decision. */
  readonly suspended: ReadonlySet<string>;
}

/** Why the root keeps a document however old it is; `undefined`: it is provably elsewhere, and nothing here needs it. */
export function whyRootRetains(document: DocumentRecord, coverage: RootCoverage): RetainedReason | undefined {
  const { archivedThrough, backedUpThrough, origins, suspended } = coverage;
  if (document.no > archivedThrough) return "notArchived";
  if (backedUpThrough !== undefined && document.no > backedUpThrough) return "notBackedUp";
  if (document.originSeq !== null) {
    const origin = origins.get(document.origin);
    if (origin === undefined || document.originSeq > origin.archived) return "notArchived";
    if (backedUpThrough !== undefined && document.originSeq > origin.backedUp) return "notBackedUp";
  }
  if (suspended.has(document.id)) return "suspended";
  return isReversed(document) ? "reversed" : undefined;
}

/** Why a child keeps a document however old it is. */
export function whyChildRetains(
  document: DocumentRecord,
  { sequenceBase, acked, settled, durable }: NodeRecord,
): RetainedReason | undefined {
  const seq = document.no - sequenceBase;
  // Documents of earlier incarnations are settled. They were before any of this one, so with one of this one for good
  // they are for good too.
  const isDurable = seq > 0n ? seq <= durable : durable > 0n;
  if (!isDurable) return "notArchived";
  // Root and child compare the last document that the root received. One that was restored from the oldest backup that
  // counts stands at `durable`, so that one must still be here.
  if (seq > settled || seq >= lesserOf(acked, durable)) return "inUse";
  return isReversed(document) ? "reversed" : undefined;
}

function isReversed({ refunded, isCancelled }: DocumentRecord): boolean {
  return refunded !== null || isCancelled;
}
