import type { ReservationStatus } from "../reservation.js";
import type { TableDefinition } from "./record-value.js";

/** A reservation as a node keeps it. */
export type ReservationRecord = {
  readonly id: string;
  readonly status: ReservationStatus;
  readonly nodeId: string;
  readonly currency: string;
  readonly total: bigint;
  /** JSON: `[[accountId, amount], …]`, amounts as decimal strings. */
  readonly lines: string;
  readonly payloadHash: string;
  readonly createdAtMs: number;
  readonly expiresAtMs: number;
  readonly documentId: string | null;
  /** At a child: granted by the root, which holds the money until it learns of the end. */
  readonly isGranted: boolean;
};

export const reservationTable = {
  fields: {
    id: { type: "id" },
    status: { type: "id" },
    nodeId: { type: "id" },
    currency: { type: "id" },
    total: { type: "integer" },
    lines: { type: "text" },
    payloadHash: { type: "id" },
    createdAtMs: { type: "instant" },
    expiresAtMs: { type: "instant" },
    documentId: { type: "id", nullable: true },
    isGranted: { type: "boolean" },
  },
  key: ["id"],
  indexes: { byExpiry: ["status", "expiresAtMs", "id"] },
} as const satisfies TableDefinition<ReservationRecord>;
