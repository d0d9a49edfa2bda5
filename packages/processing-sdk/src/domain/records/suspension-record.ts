import type { TableDefinition } from "./record-value.js";

/** At the root: a child's document whose accounts could not take it; its money is on the suspense account of the origin. */
export type SuspensionRecord = {
  readonly documentId: string;
  readonly status: "open" | "redriven";
  readonly origin: string;
  readonly originSeq: bigint;
  /** `conflict`: another document has the id; `documentId` is derived then, and `subject` is the id in conflict. */
  readonly reason: "unknown-account" | "account-state" | "currency" | "conflict" | "malformed";
  readonly subject: string;
  readonly suspenseAccountId: string;
  readonly currency: string;
  /** What stands on the suspense account for it: the sum of the document's postings. */
  readonly amount: bigint;
  /** `PostingRecord.entry` of the document on the suspense account; 0 when it has none there. */
  readonly entry: bigint;
  readonly recordedAtMs: number;
  readonly resolvedAtMs: number | null;
  /** The document that resolved it. */
  readonly resolvedBy: string | null;
};

export const suspensionTable = {
  fields: {
    documentId: { type: "id" },
    status: { type: "id" },
    origin: { type: "id" },
    originSeq: { type: "integer" },
    reason: { type: "id" },
    subject: { type: "id" },
    suspenseAccountId: { type: "id" },
    currency: { type: "id" },
    amount: { type: "integer" },
    entry: { type: "integer" },
    recordedAtMs: { type: "instant" },
    resolvedAtMs: { type: "instant", nullable: true },
    resolvedBy: { type: "id", nullable: true },
  },
  key: ["documentId"],
  indexes: { byStatus: ["status", "documentId"] },
} as const satisfies TableDefinition<SuspensionRecord>;
