import { endReservation } from "../domain/ledger/decisions/decide-reservation.js";
import { emptyState } from "../domain/ledger/ledger-state.js";
import type { StoreTransaction } from "../ports/store.js";
import type { LedgerContext } from "./ledger-context.js";
import { loadAccounts, loadNode, loadReservations } from "./load-state.js";
import { writeState } from "./write-state.js";

/**
 * Ends reservations whose time is over, the oldest first, and gives back what they hold: the page of a periodic duty.
 *
 * @param limit - Most reservations, 1 to 10,000.
 * @returns How many were ended; fewer than `limit`: none is left.
 */
export async function expireReservations(
  context: LedgerContext,
  transaction: StoreTransaction,
  { limit }: { readonly limit: number },
): Promise<number> {
  const node = await loadNode(context, transaction);
  const state = emptyState({ node, rules: context.rules, nowMs: context.clock.now().getTime() });
  const due = await transaction.range("reservations", "byExpiry", {
    prefix: ["open"],
    through: [state.nowMs],
    limit,
  });
  await loadReservations(
    state,
    transaction,
    due.map(({ id }) => id),
  );
  await loadAccounts(state, transaction, new Set());
  for (const reservation of state.reservations.values()) {
    // Captured or released by somebody else since the page was read.
    if (reservation.status === "open") endReservation(state, reservation, "expired", null);
  }
  await writeState(state, transaction);
  return due.length;
}
