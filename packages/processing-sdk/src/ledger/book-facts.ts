import type { DocumentFact, FactOutcome } from "../domain/ledger/document-fact.js";
import type { StoreTransaction } from "../ports/store.js";
import type { LedgerContext } from "./ledger-context.js";

/**
 * Books documents of one child at the root, in the order of their sequence numbers: they have happened, so nothing of
 * them is refused. What the accounts cannot take goes to the suspense account of the child.
 */
export async function bookFacts(
  _context: LedgerContext,
  _transaction: StoreTransaction,
  _facts: readonly DocumentFact[],
): Promise<readonly FactOutcome[]> {
  throw new Error("under way");
}
