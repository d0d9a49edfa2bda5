import { endReservation } from "../decisions/decide-reservation.js";
import type { LedgerState } from "../ledger-state.js";
import type { SoundFact } from "./sound-fact.js";

/** Ends the reservation that a child captured. One that had ended here before held nothing any more. */
export function captureByFact(state: LedgerState, { document, nodeId }: SoundFact): void {
  if (document.reservationId === null) return;
  const reservation = state.reservations.get(document.reservationId);
  if (reservation?.nodeId !== nodeId || reservation.status !== "open") return;
  endReservation(state, reservation, "captured", document.id);
}
