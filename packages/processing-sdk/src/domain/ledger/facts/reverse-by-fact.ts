import { decodeLines, decodeRefunded, encodeRefunded } from "../document-lines.js";
import type { LedgerState } from "../ledger-state.js";
import { markReversed } from "../mark-reversed.js";
import type { SoundFact } from "./sound-fact.js";

/**
 * Counts a child's refund or cancel against its original. The child could not know what others had given back meanwhile,
 * so more may come together than there was: that is reported, for people to deal with.
 */
export function reverseByFact(state: LedgerState, { document, origin }: SoundFact): void {
  if (document.reverses === null) return;
  const stored = state.documents.get(document.reverses);
  const archived = state.archived.get(document.reverses);
  const original = stored ?? (archived === undefined ? undefined : { ...archived });
  if (original === undefined) return;

  const lines = decodeLines(original.lines);
  const refunded = [...decodeRefunded(original.refunded, lines.length)];
  const isTwice = original.isCancelled || (document.kind === "cancel" && original.refunded !== null);
  for (const { accountId, amount } of document.lines) {
    const index = lines.findIndex((line) => line.accountId === accountId);
    if (index >= 0) refunded[index] = (refunded[index] ?? 0n) + (amount < 0n ? -amount : amount);
  }
  const isExceeded = lines.some(({ amount }, index) => (refunded[index] ?? 0n) > (amount < 0n ? -amount : amount));
  if (document.kind === "cancel") original.isCancelled = true;
  else original.refunded = encodeRefunded(refunded);
  markReversed(state, original);
  if (!isTwice && !isExceeded) return;
  state.changes.events.push({
    type: "document.overRefunded",
    subject: original.id,
    data: { documentId: document.id, origin },
  });
}
