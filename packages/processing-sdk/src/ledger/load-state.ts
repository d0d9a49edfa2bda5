import { decodeLines, decodeReservationLines } from "../domain/ledger/document-lines.js";
import { addAccount, addAllotment, type LedgerState } from "../domain/ledger/ledger-state.js";
import { type NodeState, toNodeState } from "../domain/ledger/node-state.js";
import type { NodeRecord } from "../domain/records/node-record.js";
import { ProcessingError } from "../errors.js";
import type { StoreTransaction } from "../ports/store.js";
import type { LedgerContext } from "./ledger-context.js";

/** Most accounts of one customer that a scheme is split over. */
const maxAccountsOfCustomer = 1000;

/** What this node knows of itself. A child's sequence numbers and epoch stay as they are until the transaction ends. */
export async function loadNode(context: LedgerContext, transaction: StoreTransaction): Promise<NodeState> {
  const [record] = await transaction.read("node", [["self"]], context.role === "child" ? { lock: "update" } : {});
  return checkedNode(context, record);
}

/** What this node knows of itself, to read beside writers. */
export async function readNode(context: LedgerContext, transaction: StoreTransaction): Promise<NodeState> {
  const [record] = await transaction.read("node", [["self"]]);
  return checkedNode(context, record);
}

function checkedNode({ nodeId, role, run }: LedgerContext, record: NodeRecord | undefined): NodeState {
  if (record?.nodeId === nodeId && record.role === role) return toNodeState(record, run);
  throw new ProcessingError(
    "PROCESSING_STORE_CORRUPT",
    `The store does not belong to the ${role} node ${nodeId}: it was not set up, or is another node's.`,
  );
}

/** Finds the ids of a batch that were used before: documents, and what else was registered. */
export async function loadUsedIds(
  state: LedgerState,
  transaction: StoreTransaction,
  ids: Iterable<string>,
): Promise<void> {
  const unknown = unique(ids);
  if (unknown.length === 0) return;
  // Documents first: one that is cleaned up meanwhile is then found in the register.
  for (const document of await transaction.read("documents", keys(unknown))) {
    if (document !== undefined) state.documents.set(document.id, { ...document });
  }
  const others = unknown.filter((id) => !state.documents.has(id));
  if (others.length === 0) return;
  for (const registered of await transaction.read("registry", keys(others))) {
    if (registered !== undefined) state.registry.set(registered.id, registered);
  }
}

/** Takes documents that are reversed, under lock. */
export async function loadOriginals(
  state: LedgerState,
  transaction: StoreTransaction,
  ids: Iterable<string>,
): Promise<void> {
  const wanted = unique(ids);
  if (wanted.length === 0) return;
  for (const document of await transaction.read("documents", keys(wanted), { lock: "update" })) {
    if (document !== undefined) state.documents.set(document.id, { ...document });
  }
  const others = wanted.filter((id) => !state.documents.has(id) && !state.registry.has(id));
  if (others.length === 0) return;
  for (const registered of await transaction.read("registry", keys(others))) {
    if (registered !== undefined) state.registry.set(registered.id, registered);
  }
}

/** Takes reservations, under lock. */
export async function loadReservations(
  state: LedgerState,
  transaction: StoreTransaction,
  ids: Iterable<string>,
): Promise<void> {
  const wanted = unique(ids);
  if (wanted.length === 0) return;
  for (const reservation of await transaction.read("reservations", keys(wanted), { lock: "update" })) {
    if (reservation !== undefined) state.reservations.set(reservation.id, { ...reservation });
  }
}

/** Takes accounts under lock, with those of customers, and those that loaded documents and reservations touch. */
export async function loadAccounts(
  state: LedgerState,
  transaction: StoreTransaction,
  ids: Set<string>,
  customerIds: Iterable<string> = [],
): Promise<void> {
  for (const reservation of state.reservations.values()) {
    for (const { accountId } of decodeReservationLines(reservation.lines)) ids.add(accountId);
  }
  const customers = unique(customerIds);
  if (customers.length > 0) {
    const found = await transaction.rangeEach("accounts", "byCustomer", keys(customers), maxAccountsOfCustomer);
    for (const [index, customerId] of customers.entries()) {
      state.customers.set(customerId, []);
      for (const { id } of found[index] ?? []) ids.add(id);
    }
  }
  const wanted = unique(ids);
  if (wanted.length === 0) return;
  for (const account of await transaction.read("accounts", keys(wanted), { lock: "update" })) {
    if (account !== undefined) addAccount(state, { ...account });
  }
}

/** Adds the accounts that a document has lines on. */
export function addAccountsOf(lines: string | undefined, ids: Set<string>): void {
  if (lines === undefined) return;
  for (const { accountId } of decodeLines(lines)) ids.add(accountId);
}

/** Takes allotments under lock. */
export async function loadAllotments(
  state: LedgerState,
  transaction: StoreTransaction,
  wanted: readonly (readonly [accountId: string, nodeId: string])[],
): Promise<void> {
  const byKey = new Map(wanted.map((key) => [JSON.stringify(key), key]));
  if (byKey.size === 0) return;
  for (const allotment of await transaction.read("allotments", [...byKey.values()], { lock: "update" })) {
    if (allotment !== undefined) addAllotment(state, { ...allotment });
  }
}

/** Takes all allotments of accounts, under the locks of the accounts. */
export async function loadAllotmentsOf(
  state: LedgerState,
  transaction: StoreTransaction,
  accountIds: Iterable<string>,
): Promise<void> {
  const wanted = unique(accountIds);
  if (wanted.length === 0) return;
  const found = await transaction.rangeEach("allotments", "key", keys(wanted), 10_000);
  for (const allotment of found.flat()) addAllotment(state, { ...allotment });
}

function unique(ids: Iterable<string>): readonly string[] {
  return [...new Set(ids)].sort();
}

function keys(ids: readonly string[]): readonly (readonly [string])[] {
  return ids.map((id) => [id] as const);
}
