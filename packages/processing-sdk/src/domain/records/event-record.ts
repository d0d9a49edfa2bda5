import type { TableDefinition } from "./record-value.js";

/** An entry of the event log: append-only. */
export type EventRecord = {
  readonly nodeId: string;
  /** Gap-free per node. */
  readonly no: bigint;
  /** `account.overdrawn`, `document.suspended`, `external.imported`, … */
  readonly type: string;
  /** Id of the account, document or origin that it is about. */
  readonly subject: string;
  readonly atMs: number;
  /** The seed's number of the event, such as 146001; null where it has none. */
  readonly legacyCode: bigint | null;
  /** JSON object without personal data. */
  readonly data: string;
};

export const eventTable = {
  fields: {
    nodeId: { type: "id" },
    no: { type: "integer" },
    type: { type: "id" },
    subject: { type: "id" },
    atMs: { type: "instant" },
    legacyCode: { type: "integer", nullable: true },
    data: { type: "text" },
  },
  key: ["nodeId", "no"],
  indexes: {},
} as const satisfies TableDefinition<EventRecord>;
