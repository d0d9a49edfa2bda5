import type { TableDefinition } from "./record-value.js";

/** The sums of a customer in a loyalty club, as one consumer is to know them. */
export type CustomerTotalsRecord = {
  readonly consumer: string;
  readonly clubId: string;
  readonly customerId: string;
  readonly currency: string;
  /** `dirty`: to be handed to the consumer. */
  readonly status: "dirty" | "confirmed";
  /** Grows with each change of the sums; a confirmation counts only for the version that was handed over. */
  readonly version: bigint;
  readonly total: bigint;
  /** JSON object: account kind to sum, as a decimal string. */
  readonly byKind: string;
  readonly changedAtMs: number;
};

export const customerTotalsTable = {
  fields: {
    consumer: { type: "id" },
    clubId: { type: "id" },
    customerId: { type: "id" },
    currency: { type: "id" },
    status: { type: "id" },
    version: { type: "integer" },
    total: { type: "integer" },
    byKind: { type: "text" },
    changedAtMs: { type: "instant" },
  },
  key: ["consumer", "clubId", "customerId", "currency"],
  indexes: { byStatus: ["consumer", "status", "clubId", "customerId", "currency"] },
} as const satisfies TableDefinition<CustomerTotalsRecord>;
