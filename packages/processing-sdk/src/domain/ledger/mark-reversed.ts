import { decodeLines, encodeLines } from "./document-lines.js";
import type { LedgerState, WorkingDocument } from "./ledger-state.js";

/** Has the new state of the original written. One from the archive comes back, so that its refunds are counted for ever. */
export function markReversed(state: LedgerState, original: WorkingDocument): void {
  if (!state.documents.has(original.id)) {
    // Its postings stay in the archive, under entries of the life of the root in which it was archived.
    original.lines = encodeLines(decodeLines(original.lines).map((line) => ({ ...line, entry: -line.entry })));
    state.documents.set(original.id, original);
    state.changes.reinstatedDocuments.add(original);
  } else if (original.no !== 0n && !state.changes.reinstatedDocuments.has(original)) {
    state.changes.reversedDocuments.add(original);
  }
}
