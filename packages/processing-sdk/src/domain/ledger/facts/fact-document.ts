import { encodeLines } from "../document-lines.js";
import type { LedgerState, WorkingDocument } from "../ledger-state.js";
import type { SoundFact } from "./sound-fact.js";

/** The record of a child's document at the root; its lines as the child has them, without postings. */
export function factDocument(
  state: LedgerState,
  { document, origin, seq, receivedAtMs }: SoundFact,
  booked: Pick<WorkingDocument, "id" | "state" | "shard">,
): WorkingDocument {
  // Written out: a spread before so many fields costs many times more.
  return {
    id: booked.id,
    shard: booked.shard,
    no: 0n,
    kind: document.kind,
    total: document.total,
    currency: document.currency,
    lines: encodeLines(document.lines.map((line) => ({ ...line, entry: 0n }))),
    contra: document.contra,
    reverses: document.reverses,
    reservationId: document.reservationId,
    refunded: null,
    isCancelled: false,
    origin,
    originSeq: seq,
    payloadHash: document.payloadHash,
    run: document.run,
    state: booked.state,
    occurredAtMs: document.occurredAtMs,
    receivedAtMs,
    recordedAtMs: state.nowMs,
    meta: document.meta,
  };
}
