import type { TableDefinition } from "./record-value.js";

/** At the root: a child's document that was received and is not settled yet. */
export type InboxRecord = {
  readonly originId: string;
  readonly seq: bigint;
  readonly documentId: string;
  /** The document as it arrived: JSON of a `WireDocument`. */
  readonly body: string;
  readonly receivedAtMs: number;
};

export const inboxTable = {
  fields: {
    originId: { type: "id" },
    seq: { type: "integer" },
    documentId: { type: "id" },
    body: { type: "text" },
    receivedAtMs: { type: "instant" },
  },
  key: ["originId", "seq"],
  indexes: {},
} as const satisfies TableDefinition<InboxRecord>;
