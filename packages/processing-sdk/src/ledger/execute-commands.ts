import type { CommandProduct, CommandResult } from "../domain/command-result.js";
import type { Command, Pay } from "../domain/commands.js";
import { type Decision, decideCommand } from "../domain/ledger/decide-command.js";
import { emptyState, type LedgerState } from "../domain/ledger/ledger-state.js";
import { type PreparedCommand, prepareOrRefuse } from "../domain/ledger/prepared-command.js";
import { toDocument } from "../domain/ledger/to-document.js";
import { toReservation } from "../domain/ledger/to-reservation.js";
import type { DocumentRecord } from "../domain/records/document-record.js";
import type { Reservation } from "../domain/reservation.js";
import { ProcessingError } from "../errors.js";
import type { StoreTransaction } from "../ports/store.js";
import type { LedgerContext } from "./ledger-context.js";
import {
  addAccountsOf,
  loadAccounts,
  loadAllotments,
  loadAllotmentsOf,
  loadNode,
  loadOriginals,
  loadReservations,
  loadUsedIds,
} from "./load-state.js";
import { writeState } from "./write-state.js";

/** What was found outside the store before commands are executed (again). */
export interface FoundElsewhere {
  /** By document id: documents of the archive that commands repeat, refund or cancel. */
  readonly documents?: ReadonlyMap<string, DocumentRecord>;
  /** By command id: reservations that the root granted to this child. */
  readonly reservations?: ReadonlyMap<string, Reservation>;
}

/**
 * Executes commands in order inside a transaction, each for itself: a rejected one changes nothing and hinders no other.
 * Takes what it needs under locks, decides, and writes; numbers are issued as the last step before the writes.
 *
 * A document that was cleaned up here is not found: `PROCESSING_DOCUMENT_NOT_FOUND` with `details.isCleanedUp`. Ask the
 * archive for `details.documentId` after the transaction, and execute the command again with what was `found`.
 */
export async function executeCommands(
  context: LedgerContext,
  transaction: StoreTransaction,
  commands: readonly Command[],
  found: FoundElsewhere = {},
): Promise<readonly CommandResult[]> {
  const prepared = commands.map(prepareOrRefuse);
  const sound = prepared.filter((item): item is PreparedCommand => !ProcessingError.is(item));
  const results = (await executePrepared(context, transaction, sound, found)).values();
  return prepared.map((item) =>
    ProcessingError.is(item) ? { status: "rejected", error: item } : (results.next().value as CommandResult),
  );
}

/** {@link executeCommands} for commands that were checked before. */
export async function executePrepared(
  context: LedgerContext,
  transaction: StoreTransaction,
  commands: readonly PreparedCommand[],
  found: FoundElsewhere = {},
): Promise<readonly CommandResult[]> {
  if (commands.length === 0) return [];
  const state = await loadFor(context, transaction, commands, found);
  const decisions = commands.map((command) => decideCommand(state, command));
  await writeState(state, transaction);
  return decisions.map((decision) => toResult(state, decision));
}

async function loadFor(
  context: LedgerContext,
  transaction: StoreTransaction,
  commands: readonly PreparedCommand[],
  found: FoundElsewhere,
): Promise<LedgerState> {
  const state = emptyState({
    node: await loadNode(context, transaction),
    rules: context.rules,
    nowMs: context.clock.now().getTime(),
    archived: found.documents ?? new Map(),
    granted: found.reservations ?? new Map(),
  });
  const needs = needsOf(commands);
  await loadUsedIds(state, transaction, needs.ids);
  await loadOriginals(state, transaction, needs.originals);
  await loadReservations(state, transaction, needs.reservations);
  for (const id of needs.originals) {
    addAccountsOf((state.documents.get(id) ?? state.archived.get(id))?.lines, needs.accounts);
  }
  for (const { lines } of state.granted.values()) for (const { accountId } of lines) needs.accounts.add(accountId);
  await loadAccounts(state, transaction, needs.accounts, needs.customers);
  await loadAllotments(state, transaction, needs.allotments);
  await loadAllotmentsOf(state, transaction, needs.allotmentsOf);
  return state;
}

/** Keys of the records that a batch of commands is decided on. */
interface Needs {
  readonly ids: Set<string>;
  readonly originals: Set<string>;
  readonly reservations: Set<string>;
  readonly accounts: Set<string>;
  readonly customers: Set<string>;
  readonly allotments: (readonly [accountId: string, nodeId: string])[];
  readonly allotmentsOf: Set<string>;
}

function needsOf(commands: readonly PreparedCommand[]): Needs {
  const needs: Needs = {
    ids: new Set(),
    originals: new Set(),
    reservations: new Set(),
    accounts: new Set(),
    customers: new Set(),
    allotments: [],
    allotmentsOf: new Set(),
  };
  for (const { command } of commands) {
    needs.ids.add(command.id);
    addNeeds(needs, command);
  }
  return needs;
}

function addNeeds(needs: Needs, command: Command): void {
  switch (command.type) {
    case "open":
      needs.accounts.add(command.id);
      break;
    case "changeParameters":
      needs.accounts.add(command.accountId);
      if (command.sweepTo !== undefined) needs.accounts.add(command.sweepTo);
      if (command.spendMode !== undefined) needs.allotmentsOf.add(command.accountId);
      break;
    case "allot":
      needs.accounts.add(command.accountId);
      needs.allotments.push([command.accountId, command.nodeId]);
      break;
    case "topUp":
      needs.accounts.add(command.accountId);
      break;
    case "transfer":
      needs.accounts.add(command.from).add(command.to);
      break;
    case "adjust":
      for (const { accountId } of command.postings) needs.accounts.add(accountId);
      break;
    case "pay":
      addPayer(needs, command.from);
      break;
    case "reserve":
      needs.reservations.add(command.id);
      addPayer(needs, command.from);
      break;
    case "refund":
    case "cancel":
      needs.originals.add(command.documentId);
      break;
    case "capture":
    case "release":
      needs.reservations.add(command.reservationId);
      break;
  }
}

function addPayer(needs: Needs, from: Pay["from"]): void {
  if ("accountId" in from) needs.accounts.add(from.accountId);
  else needs.customers.add(from.customerId);
}

function toResult(state: LedgerState, decision: Decision | ProcessingError): CommandResult {
  if (ProcessingError.is(decision)) return { status: "rejected", error: decision };
  return { status: "accepted", isRepeat: decision.isRepeat, product: toProduct(state, decision) };
}

function toProduct({ node, nowMs }: LedgerState, decision: Decision): CommandProduct {
  switch (decision.type) {
    case "account":
      return { type: "account", account: decision.account };
    case "document":
      return { type: "document", document: toDocument(node, decision.document) };
    case "reservation":
      return { type: "reservation", reservation: toReservation(decision.reservation, nowMs) };
  }
}
