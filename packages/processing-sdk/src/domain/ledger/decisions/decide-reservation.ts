import type { Capture, Release, Reserve } from "../../commands.js";
import { malformed } from "../../commands-check/fields.js";
import type { Reservation } from "../../reservation.js";
import { bookMovement } from "../book-movement.js";
import { decodeReservationLines, encodeReservationLines, type ReservationLine } from "../document-lines.js";
import type { LedgerState, WorkingAccount, WorkingDocument, WorkingReservation } from "../ledger-state.js";
import { accountOf, blocked, refusal, requireUsable } from "../refusals.js";
import { splitOverLines } from "../split-refund.js";
import { payerLines } from "./payer-lines.js";

/** Holds money on accounts. What the root granted to this child is recorded as it is. */
export function decideReserve(state: LedgerState, command: Reserve, hash: string): WorkingReservation {
  const granted = state.granted.get(command.id);
  if (granted !== undefined) return addReservation(state, fromGrant(granted, hash));
  const nodeId = command.nodeId ?? state.node.nodeId;
  if (state.node.role === "child" && nodeId !== state.node.nodeId) {
    throw refusal("PROCESSING_NOT_ROOT", "Only the root reserves for another node.", { nodeId });
  }
  if (command.expiresAt.getTime() <= state.nowMs) throw malformed("/expiresAt", "must be in the future");
  const lines = payerLines(state, command);
  return addReservation(state, {
    id: command.id,
    status: "open",
    nodeId,
    currency: command.currency,
    total: command.total,
    lines: encodeReservationLines(lines.map(({ account, amount }) => ({ accountId: account.id, amount }))),
    payloadHash: hash,
    createdAtMs: state.nowMs,
    expiresAtMs: command.expiresAt.getTime(),
    documentId: null,
    isGranted: false,
  });
}

function fromGrant(granted: Reservation, hash: string): WorkingReservation {
  return {
    id: granted.id,
    status: granted.status,
    nodeId: granted.nodeId,
    currency: granted.currency,
    total: granted.total,
    lines: encodeReservationLines(granted.lines),
    payloadHash: hash,
    createdAtMs: granted.createdAt.getTime(),
    expiresAtMs: granted.expiresAt.getTime(),
    documentId: granted.documentId ?? null,
    isGranted: true,
  };
}

function addReservation(state: LedgerState, reservation: WorkingReservation): WorkingReservation {
  state.reservations.set(reservation.id, reservation);
  state.changes.newReservations.add(reservation);
  if (reservation.status === "open") hold(state, decodeReservationLines(reservation.lines), 1n);
  return reservation;
}

/** Turns a reservation into a payment. A part is split over its lines in proportion, what is left over on the last one. */
export function decideCapture(state: LedgerState, command: Capture, hash: string): WorkingDocument {
  const reservation = openReservation(state, command.reservationId);
  const held = decodeReservationLines(reservation.lines);
  const amount = command.amount ?? reservation.total;
  if (amount > reservation.total) {
    throw refusal("PROCESSING_INSUFFICIENT_FUNDS", `Reservation ${reservation.id} holds less than is captured.`, {
      reservationId: reservation.id,
      required: String(amount),
      available: String(reservation.total),
      shortfall: String(amount - reservation.total),
    });
  }
  const shares = splitOverLines(
    amount,
    held.map((line) => line.amount),
  );
  const lines = held.flatMap(({ accountId }, index) => {
    const share = shares[index] ?? 0n;
    return share === 0n ? [] : [{ account: capturable(state, accountId), amount: -share }];
  });
  const document = bookMovement(state, {
    id: command.id,
    kind: "payment",
    hash,
    currency: reservation.currency,
    lines,
    reservationId: reservation.id,
    reverses: null,
    details: command,
  });
  endReservation(state, reservation, "captured", command.id);
  return document;
}

/** The money is held already, so only the state of the account can stand against taking it. */
function capturable(state: LedgerState, accountId: string): WorkingAccount {
  const account = accountOf(state, accountId);
  requireUsable(state, account);
  if (account.blocked) throw blocked(account);
  return account;
}

/** Gives up a reservation. */
export function decideRelease(state: LedgerState, command: Release): WorkingReservation {
  const reservation = reservationOf(state, command.reservationId);
  requireOpen(state, reservation);
  return endReservation(state, reservation, "released", null);
}

/** Releases what is held, and records how the reservation ended. */
export function endReservation(
  state: LedgerState,
  reservation: WorkingReservation,
  status: "captured" | "released" | "expired",
  documentId: string | null,
): WorkingReservation {
  hold(state, decodeReservationLines(reservation.lines), -1n);
  reservation.status = status;
  reservation.documentId = documentId;
  if (!state.changes.newReservations.has(reservation)) state.changes.endedReservations.add(reservation);
  return reservation;
}

/** An account of a granted reservation that was not pulled yet holds nothing here, and has nothing to give back later. */
function hold(state: LedgerState, lines: readonly ReservationLine[], sign: 1n | -1n): void {
  for (const { accountId, amount } of lines) {
    const account = state.accounts.get(accountId);
    if (account === undefined) continue;
    const reserved = account.reserved + sign * amount;
    account.reserved = reserved > 0n ? reserved : 0n;
    state.changes.heldAccounts.add(account);
  }
}

function openReservation(state: LedgerState, id: string): WorkingReservation {
  const reservation = reservationOf(state, id);
  if (reservation.nodeId !== state.node.nodeId) {
    throw refusal("PROCESSING_RESERVATION_NOT_FOUND", `Reservation ${id} is captured at node ${reservation.nodeId}.`, {
      reservationId: id,
      nodeId: reservation.nodeId,
    });
  }
  requireOpen(state, reservation);
  return reservation;
}

function reservationOf(state: LedgerState, id: string): WorkingReservation {
  const reservation = state.reservations.get(id);
  if (reservation !== undefined) return reservation;
  throw refusal("PROCESSING_RESERVATION_NOT_FOUND", `This node has no reservation ${id}.`, { reservationId: id });
}

/** Whoever looks at a reservation after its time finds it expired, whether or not the duty that records it has run. */
function requireOpen({ nowMs }: LedgerState, { id, status, expiresAtMs }: WorkingReservation): void {
  const seen = status === "open" && expiresAtMs <= nowMs ? "expired" : status;
  if (seen === "open") return;
  throw refusal("PROCESSING_RESERVATION_ENDED", `Reservation ${id} was ${seen} already.`, {
    reservationId: id,
    status: seen,
  });
}
