import { ProcessingError } from "../../../errors.js";
import type { Cancel, Refund } from "../../commands.js";
import { bookMovement, type MovementLine } from "../book-movement.js";
import { type DocumentLine, decodeLines, decodeRefunded, encodeRefunded } from "../document-lines.js";
import type { LedgerState, WorkingDocument } from "../ledger-state.js";
import { markReversed } from "../mark-reversed.js";
import { refundAmounts } from "../refund-amounts.js";
import { accountNotFound, accountOf, refusal, requireCredit, requireDebit } from "../refusals.js";

/** Gives back a document, wholly or in part. */
export function decideRefund(state: LedgerState, command: Refund, hash: string): WorkingDocument {
  const original = reversible(state, command.documentId);
  const lines = decodeLines(original.lines);
  const refunded = decodeRefunded(original.refunded, lines.length);
  const amounts = refundAmounts(original, lines, refunded, command);
  const reversed = reversedLines(state, lines, amounts);

  const document = bookMovement(state, {
    id: command.id,
    kind: "refund",
    hash,
    currency: original.currency,
    lines: reversed,
    reverses: original.id,
    reservationId: null,
    details: command,
  });
  original.refunded = encodeRefunded(refunded.map((before, index) => before + (amounts[index] ?? 0n)));
  markReversed(state, original);
  return document;
}

/**
 * Takes a document back wholly. Where that debits an account (a top-up, the receiving side of a transfer) its available
 * money has to cover it, at the root as at a child: a person who must take back more uses an adjustment that may overdraw.
 */
export function decideCancel(state: LedgerState, command: Cancel, hash: string): WorkingDocument {
  const original = reversible(state, command.documentId);
  if (original.refunded !== null) {
    throw refusal(
      "PROCESSING_ALREADY_REVERSED",
      `Of document ${original.id} something was refunded: refund the rest.`,
      {
        documentId: original.id,
      },
    );
  }
  const lines = decodeLines(original.lines);
  const reversed = reversedLines(
    state,
    lines,
    lines.map(({ amount }) => (amount > 0n ? amount : -amount)),
  );
  const document = bookMovement(state, {
    id: command.id,
    kind: "cancel",
    hash,
    currency: original.currency,
    lines: reversed,
    reverses: original.id,
    reservationId: null,
    details: command,
  });
  original.isCancelled = true;
  markReversed(state, original);
  return document;
}

/** The document to reverse, from the store or the archive, when documents of its kind and state can be reversed. */
function reversible(state: LedgerState, documentId: string): WorkingDocument {
  const original = state.documents.get(documentId) ?? fromArchive(state, documentId);
  const isReversibleKind = original.kind === "payment" || original.kind === "topUp" || original.kind === "transfer";
  const isBooked = !original.state.startsWith("suspended:") && original.state !== "rejected:malformed";
  if (!isReversibleKind || !isBooked) {
    throw refusal(
      "PROCESSING_NOT_REVERSIBLE",
      `Document ${documentId} is ${isBooked ? `a ${original.kind}` : "not booked on its accounts"}: it has no refund and no cancel.`,
      { documentId, kind: original.kind, state: original.state },
    );
  }
  if (original.isCancelled) {
    throw refusal("PROCESSING_ALREADY_REVERSED", `Document ${documentId} was cancelled.`, { documentId });
  }
  return original;
}

function fromArchive(state: LedgerState, documentId: string): WorkingDocument {
  const archived = state.archived.get(documentId);
  if (archived !== undefined) return { ...archived };
  throw documentNotHere(documentId, state.registry.get(documentId)?.kind === "document");
}

/** The error about a document that this node does not have; one that was cleaned up is still in the archive. */
export function documentNotHere(documentId: string, isCleanedUp: boolean): ProcessingError {
  return new ProcessingError(
    "PROCESSING_DOCUMENT_NOT_FOUND",
    `Document ${documentId} ${isCleanedUp ? "was cleaned up at this node" : "is not known to this node"}.`,
    { details: { documentId, isCleanedUp } },
  );
}

/** The lines of the reversal: the magnitudes with the opposite sign, each allowed by its account. */
function reversedLines(
  state: LedgerState,
  lines: readonly DocumentLine[],
  magnitudes: readonly bigint[],
): readonly MovementLine[] {
  const reversed: MovementLine[] = [];
  for (const [index, line] of lines.entries()) {
    const magnitude = magnitudes[index] ?? 0n;
    if (magnitude === 0n) continue;
    // A local account of another node: this node has the line, and not the account.
    if (line.entry === 0n) throw accountNotFound(line.accountId);
    const account = accountOf(state, line.accountId);
    if (line.amount > 0n) requireDebit(state, account, magnitude);
    else requireCredit(state, account);
    reversed.push({ account, amount: line.amount > 0n ? -magnitude : magnitude });
  }
  return reversed;
}
