import type { LedgerState, WorkingDocument } from "./ledger-state.js";

/** Has the new state of the original written. One from the archive comes back, so that its refunds are counted for ever. */
export function markReversed(state: LedgerState, original: WorkingDocument): void {
  if (!state.documents.has(original.id)) {
    state.documents.set(original.id, original);
    state.changes.reinstatedDocuments.add(original);
  } else if (original.no !== 0n && !state.changes.reinstatedDocuments.has(original)) {
    state.changes.reversedDocuments.add(original);
  }
}
