import type { TableDefinition } from "./record-value.js";

/** A posting in the history of its account. */
export type PostingRecord = {
  readonly accountId: string;
  /** From 1 on, gap-free per account and node. */
  readonly entry: bigint;
  readonly documentId: string;
  readonly line: bigint;
  /** {@link DocumentRecord.no} of the document; at a child it tells what the root has settled. */
  readonly no: bigint;
  readonly amount: bigint;
  readonly balanceAfter: bigint;
  readonly recordedAtMs: number;
};

export const postingTable = {
  fields: {
    accountId: { type: "id" },
    entry: { type: "integer" },
    documentId: { type: "id" },
    line: { type: "integer" },
    no: { type: "integer" },
    amount: { type: "integer" },
    balanceAfter: { type: "integer" },
    recordedAtMs: { type: "instant" },
  },
  key: ["accountId", "entry"],
  indexes: {},
} as const satisfies TableDefinition<PostingRecord>;
