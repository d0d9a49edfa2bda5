import type { TableDefinition } from "./record-value.js";

/**
 * An id that was used and whose document is no longer in the table of documents, or never was: what makes a repetition
 * recognisable for ever. Documents move here when they are cleaned up.
 */
export type RegistryRecord = {
  readonly id: string;
  readonly payloadHash: string;
  readonly origin: string;
  /**
   * `document`: the archive has it. `account`: parameters of `subject` were changed. `allotment`: granted on `subject`.
   * `reservation`: one that ended long ago and was cleaned up.
   */
  readonly kind: "document" | "account" | "allotment" | "reservation";
  readonly subject: string;
  readonly recordedAtMs: number;
};

export const registryTable = {
  fields: {
    id: { type: "id" },
    payloadHash: { type: "id" },
    origin: { type: "id" },
    kind: { type: "id" },
    subject: { type: "id" },
    recordedAtMs: { type: "instant" },
  },
  key: ["id"],
  indexes: {},
} as const satisfies TableDefinition<RegistryRecord>;
