import type { ReservationRecord } from "../records/reservation-record.js";
import type { Reservation } from "../reservation.js";
import { decodeReservationLines } from "./document-lines.js";

/** A reservation as it stands at a moment: one that is open after its time has expired. */
export function toReservation(record: ReservationRecord, nowMs: number): Reservation {
  return {
    id: record.id,
    status: record.status === "open" && record.expiresAtMs <= nowMs ? "expired" : record.status,
    nodeId: record.nodeId,
    currency: record.currency,
    total: record.total,
    lines: decodeReservationLines(record.lines),
    createdAt: new Date(record.createdAtMs),
    expiresAt: new Date(record.expiresAtMs),
    ...(record.documentId === null ? {} : { documentId: record.documentId }),
  };
}
