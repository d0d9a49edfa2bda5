import { ProcessingError } from "../../errors.js";
import type { Account } from "../account.js";
import type { Command } from "../commands.js";
import type { DocumentRecord } from "../records/document-record.js";
import type { RegistryRecord } from "../records/registry-record.js";
import type { ReservationRecord } from "../records/reservation-record.js";
import { toAccount } from "./account-state.js";
import { decideAllot, decideChangeParameters, decideOpen } from "./decisions/decide-account.js";
import { decideAdjust, decidePay, decideTopUp, decideTransfer } from "./decisions/decide-payment.js";
import { decideCapture, decideRelease, decideReserve } from "./decisions/decide-reservation.js";
import { decideCancel, decideRefund } from "./decisions/decide-reversal.js";
import type { LedgerState } from "./ledger-state.js";
import type { PreparedCommand } from "./prepared-command.js";
import { accountOf, refusal } from "./refusals.js";

/** What a command made, or had made before. Documents get their numbers when the batch is written. */
export type Decision =
  | { readonly type: "account"; readonly isRepeat: boolean; readonly account: Account }
  | { readonly type: "document"; readonly isRepeat: boolean; readonly document: DocumentRecord }
  | { readonly type: "reservation"; readonly isRepeat: boolean; readonly reservation: ReservationRecord };

/**
 * Decides about a command on the state that the commands before it left, and changes the state: wholly, or, when it
 * refuses, not at all.
 *
 * @returns The error when the command is refused.
 */
export function decideCommand(state: LedgerState, prepared: PreparedCommand): Decision | ProcessingError {
  try {
    return repeated(state, prepared) ?? decide(state, prepared);
  } catch (error) {
    if (ProcessingError.is(error)) return error;
    throw error;
  }
}

function decide(state: LedgerState, { command, hash }: PreparedCommand): Decision {
  switch (command.type) {
    case "topUp":
      return document(decideTopUp(state, command, hash));
    case "pay":
      return document(decidePay(state, command, hash));
    case "transfer":
      return document(decideTransfer(state, command, hash));
    case "refund":
      return document(decideRefund(state, command, hash));
    case "cancel":
      return document(decideCancel(state, command, hash));
    case "adjust":
      return document(decideAdjust(state, command, hash));
    case "capture":
      return document(decideCapture(state, command, hash));
    case "open": {
      const account = decideOpen(state, command, hash);
      return registered(state, command, hash, "account", account.id, { type: "account", isRepeat: false, account });
    }
    case "changeParameters": {
      const account = decideChangeParameters(state, command, hash);
      return registered(state, command, hash, "account", account.id, { type: "account", isRepeat: false, account });
    }
    case "allot": {
      const account = decideAllot(state, command);
      return registered(state, command, hash, "allotment", account.id, { type: "account", isRepeat: false, account });
    }
    case "reserve": {
      const reservation = { ...decideReserve(state, command, hash) };
      return registered(state, command, hash, "reservation", command.id, {
        type: "reservation",
        isRepeat: false,
        reservation,
      });
    }
    case "release": {
      const reservation = { ...decideRelease(state, command) };
      return registered(state, command, hash, "reservation", reservation.id, {
        type: "reservation",
        isRepeat: false,
        reservation,
      });
    }
  }
}

function document(made: DocumentRecord): Decision {
  return { type: "document", isRepeat: false, document: made };
}

/** Registers the id of a command that made no document, which would be its register otherwise. */
function registered(
  state: LedgerState,
  { id }: Command,
  hash: string,
  kind: RegistryRecord["kind"],
  subject: string,
  decision: Decision,
): Decision {
  if (state.documents.has(id)) return decision;
  const record: RegistryRecord = {
    id,
    payloadHash: hash,
    origin: state.node.origin,
    kind,
    subject,
    recordedAtMs: state.nowMs,
  };
  state.registry.set(id, record);
  state.changes.registry.push(record);
  return decision;
}

/** The stored result when the id was used before: of the same command. Of another one is a conflict. */
function repeated(state: LedgerState, { command, hash }: PreparedCommand): Decision | undefined {
  const stored = state.documents.get(command.id);
  const storedHash = stored?.payloadHash ?? state.registry.get(command.id)?.payloadHash;
  // A child's copy of an account has an id that the root registered.
  const isTaken = storedHash !== undefined || (command.type === "open" && state.accounts.has(command.id));
  if (!isTaken) return undefined;
  if (storedHash !== hash) {
    throw refusal("PROCESSING_IDEMPOTENCY_CONFLICT", `The id ${command.id} was used for another command.`, {
      id: command.id,
    });
  }
  return storedResult(state, command);
}

function storedResult(state: LedgerState, command: Command): Decision {
  switch (command.type) {
    case "open":
      return { type: "account", isRepeat: true, account: toAccount(state.node, accountOf(state, command.id)) };
    case "changeParameters":
    case "allot":
      return { type: "account", isRepeat: true, account: toAccount(state.node, accountOf(state, command.accountId)) };
    case "reserve":
    case "release": {
      const id = command.type === "reserve" ? command.id : command.reservationId;
      const reservation = state.reservations.get(id);
      if (reservation !== undefined) return { type: "reservation", isRepeat: true, reservation: { ...reservation } };
      throw refusal("PROCESSING_RESERVATION_ENDED", `Reservation ${id} ended and was cleaned up.`, {
        reservationId: id,
      });
    }
    default: {
      const stored = state.documents.get(command.id) ?? state.archived.get(command.id);
      if (stored !== undefined) return { type: "document", isRepeat: true, document: stored };
      // It was executed, so it must not look refused: whoever repeats it where the archive can be asked gets the document.
      throw new ProcessingError(
        "PROCESSING_DOCUMENT_NOT_FOUND",
        `The command ${command.id} was executed; its document was cleaned up at this node.`,
        { retryable: true, outcome: "unknown", details: { documentId: command.id, isCleanedUp: true } },
      );
    }
  }
}
