import { idOf } from "../domain/commands-check/fields.js";
import type { MovementDocument } from "../domain/document.js";
import { documentNotHere } from "../domain/ledger/decisions/decide-reversal.js";
import { decodeLines } from "../domain/ledger/document-lines.js";
import { emptyState } from "../domain/ledger/ledger-state.js";
import { redrive } from "../domain/ledger/redrive.js";
import { accountOf, refusal } from "../domain/ledger/refusals.js";
import { toDocument } from "../domain/ledger/to-document.js";
import { ProcessingError } from "../errors.js";
import type { StoreTransaction } from "../ports/store.js";
import type { LedgerContext } from "./ledger-context.js";
import { loadAccounts, loadAllotments, loadNode, loadOriginals } from "./load-state.js";
import { writeState } from "./write-state.js";

/** Which suspended document to move, and to which accounts. */
export interface RedriveRequest {
  readonly documentId: string;
  /** Accounts in place of those that the document names: from its account to the right one. */
  readonly replace?: Readonly<Record<string, string>>;
}

/**
 * Moves a suspended document from the suspense account to its accounts, or to those that replace them, at the root and
 * inside a transaction. A document of kind `suspense` records it, with an id derived from the suspended one's: a document
 * that was moved already is not moved again.
 *
 * @returns The document that moved it.
 * @throws ProcessingError `PROCESSING_NOT_ROOT`, `PROCESSING_DOCUMENT_NOT_FOUND`, `PROCESSING_MALFORMED_DOCUMENT` (it has
 * nothing to move), `PROCESSING_ACCOUNT_NOT_FOUND`, `PROCESSING_ACCOUNT_CLOSED`, `PROCESSING_CURRENCY_MISMATCH`,
 * `PROCESSING_AMOUNT_RANGE`.
 */
export async function redriveDocument(
  context: LedgerContext,
  transaction: StoreTransaction,
  request: RedriveRequest,
): Promise<MovementDocument> {
  if (context.role === "child") {
    throw new ProcessingError("PROCESSING_NOT_ROOT", "Suspended documents are at the root.");
  }
  const documentId = idOf(request.documentId, "/documentId");
  const node = await loadNode(context, transaction);
  const state = emptyState({ node, rules: context.rules, nowMs: context.clock.now().getTime() });
  // The suspended document is locked before the suspension is read: of two who redrive, the later one sees the first.
  await loadOriginals(state, transaction, [documentId]);
  const [suspension] = await transaction.read("suspensions", [[documentId]], { lock: "update" });
  if (suspension === undefined) throw documentNotHere(documentId, false);
  if (suspension.resolvedBy !== null) {
    const [resolving] = await transaction.read("documents", [[suspension.resolvedBy]]);
    if (resolving === undefined) throw documentNotHere(suspension.resolvedBy, true);
    return toDocument(node, resolving);
  }
  const suspended = state.documents.get(documentId);
  if (suspended === undefined || suspension.reason === "malformed") {
    throw refusal("PROCESSING_MALFORMED_DOCUMENT", `Document ${documentId} could not be understood: nothing to move.`, {
      documentId,
      path: "/documentId",
    });
  }

  const replace = new Map(Object.entries(request.replace ?? {}));
  const targets = decodeLines(suspended.lines).map(({ accountId }) => replace.get(accountId) ?? accountId);
  await loadAccounts(state, transaction, new Set([...targets, suspension.suspenseAccountId]));
  const nodeId = suspended.origin.slice(0, suspended.origin.lastIndexOf(":"));
  await loadAllotments(
    state,
    transaction,
    targets.filter((id) => state.accounts.get(id)?.spendMode === "allotment").map((id) => [id, nodeId] as const),
  );
  const document = redrive(state, suspended, accountOf(state, suspension.suspenseAccountId), replace);
  await writeState(state, transaction);
  await transaction.write([
    {
      table: "suspensions",
      patch: [{ documentId, status: "redriven", resolvedAtMs: state.nowMs, resolvedBy: document.id }],
    },
  ]);
  return toDocument(node, document);
}
