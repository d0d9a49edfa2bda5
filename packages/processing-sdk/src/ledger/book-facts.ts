import type { DocumentFact, FactOutcome } from "../domain/ledger/document-fact.js";
import { bookFact } from "../domain/ledger/facts/book-fact.js";
import { conflictId, knownHash } from "../domain/ledger/facts/conflict-id.js";
import { isSoundFact, type SoundFact } from "../domain/ledger/facts/sound-fact.js";
import { recordMalformed } from "../domain/ledger/facts/suspend.js";
import { suspenseAccountId } from "../domain/ledger/facts/suspense-account.js";
import { emptyState, type LedgerState } from "../domain/ledger/ledger-state.js";
import type { DocumentRecord } from "../domain/records/document-record.js";
import type { StoreTransaction } from "../ports/store.js";
import type { LedgerContext } from "./ledger-context.js";
import { loadAccounts, loadAllotments, loadNode, loadOriginals, loadReservations, loadUsedIds } from "./load-state.js";
import { writeState } from "./write-state.js";

/**
 * Books documents of one child at the root, in the order of their sequence numbers: they have happened, so nothing of
 * them is refused. What the accounts cannot take goes to the suspense account of the child.
 *
 * @param archived - By id: documents that were cleaned up here and that facts refund or cancel, so that what is given back
 * is counted against them. See `findArchivedOriginals`.
 */
export async function bookFacts(
  context: LedgerContext,
  transaction: StoreTransaction,
  facts: readonly DocumentFact[],
  archived: ReadonlyMap<string, DocumentRecord> = new Map(),
): Promise<readonly FactOutcome[]> {
  if (facts.length === 0) return [];
  const state = emptyState({
    node: await loadNode(context, transaction),
    rules: context.rules,
    nowMs: context.clock.now().getTime(),
    archived,
  });
  const ids: string[] = [];
  const originals: string[] = [];
  const reservations: string[] = [];
  const accounts = new Set<string>();
  const sound = facts.filter(isSoundFact);
  for (const { document, nodeId } of sound) {
    ids.push(document.id);
    if (document.reverses !== null) originals.push(document.reverses);
    if (document.reservationId !== null) reservations.push(document.reservationId);
    for (const { accountId, scope } of document.lines) if (scope === "global") accounts.add(accountId);
    accounts.add(suspenseAccountId(nodeId, document.currency));
  }
  await loadUsedIds(state, transaction, ids);
  await loadUsedIds(state, transaction, conflictIds(state, sound));
  await loadOriginals(state, transaction, originals);
  await loadReservations(state, transaction, reservations);
  await loadAccounts(state, transaction, accounts);
  await loadAllotments(state, transaction, allotmentsOf(sound, state.accounts));

  const isBookable = new Set<DocumentFact>(sound);
  const outcomes = facts.map((fact) =>
    isBookable.has(fact) ? bookFact(state, fact as SoundFact) : recordMalformed(state, fact),
  );
  await writeState(state, transaction);
  return outcomes;
}

/** Ids under which documents may be kept already whose own ids others have. */
function conflictIds(state: LedgerState, facts: readonly SoundFact[]): readonly string[] {
  return facts.flatMap(({ document }) => {
    const known = knownHash(state, document.id);
    return known === undefined || known === document.payloadHash ? [] : [conflictId(document)];
  });
}

function allotmentsOf(
  facts: readonly SoundFact[],
  accounts: ReadonlyMap<string, { readonly spendMode: string }>,
): readonly (readonly [accountId: string, nodeId: string])[] {
  return facts.flatMap(({ document, nodeId }) =>
    document.lines
      .filter(({ accountId }) => accounts.get(accountId)?.spendMode === "allotment")
      .map(({ accountId }) => [accountId, nodeId] as const),
  );
}
