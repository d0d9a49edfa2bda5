import type { MovementDetails } from "../commands.js";
import type { DocumentKind } from "../document.js";
import { isInt64 } from "../int64.js";
import { isCopy, shownBalance } from "./account-state.js";
import { type DocumentLine, encodeLines } from "./document-lines.js";
import type { LedgerState, WorkingAccount, WorkingDocument } from "./ledger-state.js";
import { refusal } from "./refusals.js";

/** One account's part in a movement. Each account occurs once in a movement. */
export interface MovementLine {
  readonly account: WorkingAccount;
  readonly amount: bigint;
}

/** A movement that was decided upon. */
export interface Movement {
  readonly id: string;
  readonly kind: DocumentKind;
  readonly hash: string;
  readonly currency: string;
  readonly lines: readonly MovementLine[];
  readonly reverses: string | null;
  readonly reservationId: string | null;
  /** What the caller said of it; the rest has its defaults. */
  readonly details: MovementDetails;
}

/** The amount that moved: what was credited or what was debited, whichever is more. */
export function totalOf(lines: readonly { readonly amount: bigint }[]): bigint {
  let credits = 0n;
  let debits = 0n;
  for (const { amount } of lines) {
    if (amount > 0n) credits += amount;
    else debits -= amount;
  }
  return credits > debits ? credits : debits;
}

/** Whether the balances of an account after a posting can be kept in 64 bits. */
export function fits(state: LedgerState, account: WorkingAccount, amount: bigint): boolean {
  if (!isInt64(shownBalance(account) + amount)) return false;
  if (!isCopy(state.node, account)) return true;
  return isInt64(account.pending + amount) && (amount > 0n || isInt64(account.pendingDebits + amount));
}

/** Refuses a movement that leaves the range of amounts or balances. Nothing has been changed by then. */
function requireRange(state: LedgerState, lines: readonly MovementLine[]): void {
  if (!isInt64(totalOf(lines))) throw refusal("PROCESSING_AMOUNT_RANGE", "The total does not fit into 64 bits.", {});
  for (const { account, amount } of lines) {
    if (fits(state, account, amount)) continue;
    throw refusal("PROCESSING_AMOUNT_RANGE", `The balance of account ${account.id} would not fit into 64 bits.`, {
      accountId: account.id,
    });
  }
}

/** Books a movement of this node's own: balances, postings and the document. The last thing that a decision does. */
export function bookMovement(state: LedgerState, movement: Movement): WorkingDocument {
  requireRange(state, movement.lines);
  const { node, nowMs } = state;
  const { lines, details } = movement;
  const document: WorkingDocument = {
    id: movement.id,
    shard: node.role === "root" ? (lines[0]?.account.shard ?? "0") : "0",
    no: 0n,
    kind: movement.kind,
    total: totalOf(lines),
    currency: movement.currency,
    lines: "",
    contra: details.contra ?? `node:${node.nodeId}`,
    reverses: movement.reverses,
    reservationId: movement.reservationId,
    refunded: null,
    isCancelled: false,
    origin: node.origin,
    originSeq: null,
    payloadHash: movement.hash,
    run: node.run,
    state: node.role === "root" ? "settled" : "recorded",
    occurredAtMs: details.occurredAt?.getTime() ?? nowMs,
    receivedAtMs: null,
    recordedAtMs: nowMs,
    meta: details.meta === undefined ? "{}" : JSON.stringify(details.meta),
  };
  document.lines = encodeLines(
    lines.map(({ account, amount }, index) => post(state, document, index + 1, account, amount)),
  );
  addDocument(state, document);
  return document;
}

/** Adds a document to the state and to what is to be written. */
export function addDocument(state: LedgerState, document: WorkingDocument): void {
  state.documents.set(document.id, document);
  state.changes.newDocuments.push(document);
}

/** Moves money on an account. The caller made sure that it {@link fits}. */
export function post(
  state: LedgerState,
  document: WorkingDocument,
  line: number,
  account: WorkingAccount,
  amount: bigint,
): DocumentLine {
  if (isCopy(state.node, account)) {
    account.pending += amount;
    if (amount < 0n) account.pendingDebits += amount;
  } else {
    account.confirmed += amount;
  }
  account.entries += 1n;
  state.changes.movedAccounts.add(account);

  const balanceAfter = shownBalance(account);
  state.changes.postings.push({
    document,
    posting: {
      accountId: account.id,
      entry: account.entries,
      documentId: document.id,
      line: BigInt(line),
      no: 0n,
      amount,
      balanceAfter,
      recordedAtMs: state.nowMs,
    },
  });
  return { accountId: account.id, amount, balanceAfter, scope: account.scope, entry: account.entries };
}

/** Reports a debit that left a balance below the credit limit. */
export function reportOverdraft(state: LedgerState, document: WorkingDocument, lines: readonly MovementLine[]): void {
  for (const { account, amount } of lines) {
    if (amount > 0n || shownBalance(account) >= -account.creditLimit) continue;
    state.changes.events.push({
      type: "account.overdrawn",
      subject: account.id,
      data: {
        documentId: document.id,
        balance: String(shownBalance(account)),
        creditLimit: String(account.creditLimit),
      },
    });
  }
}
