import type { TableDefinition } from "./record-value.js";

/**
 * An id that was used and whose document is no longer in the table of documents, or never was: what makes a repetition
 * recognisable for ever. Every id that a node took is in this table or in the one of documents: commands that make no
 * document register themselves when they are executed (and stay), documents move here when they are cleaned up.
 */
export type RegistryRecord = {
  readonly id: string;
  readonly payloadHash: string;
  readonly origin: string;
  /**
   * `document`: the archive has it. `account`: `subject` was opened or changed. `allotment`: granted on `subject`.
   * `reservation`: `subject` was made or released.
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
