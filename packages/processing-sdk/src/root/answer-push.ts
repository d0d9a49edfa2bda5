import type { Envelope } from "../domain/protocol/envelope.js";
import {
  decodePush,
  encodePushAnswer,
  type ReceivedDocument,
  type ReceivedPush,
} from "../domain/protocol/sync-messages.js";
import type { InboxRecord } from "../domain/records/inbox-record.js";
import type { OriginRecord } from "../domain/records/origin-record.js";
import type { PortOptions } from "../ports/store.js";
import type { Peer } from "../ports/transport.js";
import { type Answer, refuseAhead, refuseEpoch, refuseRegressed } from "./answer.js";
import { durableOf, lockOrigin, readRoot } from "./origins.js";
import type { RootContext } from "./root-context.js";

/**
 * Takes documents of a child into the inbox: only those that follow what was received, in order. Documents received
 * before are left out, whatever became of them since.
 */
export async function answerPush(
  context: RootContext,
  envelope: Envelope,
  peer: Peer,
  options: PortOptions,
): Promise<Answer> {
  const push = decodePush(envelope.body);
  return context.storage.background(async (transaction) => {
    const root = await readRoot(transaction);
    if (envelope.epoch !== root.epoch) return refuseEpoch(root);
    const { origin, isNew } = await lockOrigin(context, transaction, envelope.originId, peer.nodeId);
    const standing = compare(origin, push);
    // A child sends from what this root acknowledged: a gap means that the root has forgotten.
    if (standing === "gap") return refuseAhead(root, "The child continues beyond what was received");
    if (standing === "regressed") return refuseRegressed(root);

    const nowMs = context.ledgerContext.clock.now().getTime();
    const fresh = freshDocuments(origin, push.documents);
    const last = fresh.at(-1);
    const received = last?.seq ?? origin.received;
    const receivedToken = last?.token ?? origin.receivedToken;
    const contact = {
      originId: origin.originId,
      received,
      receivedToken,
      announced: push.lastSeq,
      lastContactAtMs: nowMs,
    };
    await transaction.write([
      { table: "inbox", insert: fresh.map((document) => toInboxRecord(origin.originId, document, nowMs)) },
      isNew ? { table: "origins", insert: [{ ...origin, ...contact }] } : { table: "origins", patch: [contact] },
    ]);
    const durable = durableOf(origin, context.backups);
    return { epoch: root.epoch, body: encodePushAnswer({ received, receivedToken, durable }) };
  }, options);
}

/** How what was received and what arrives fit together. */
function compare(
  { received, receivedToken }: OriginRecord,
  { previousToken, documents }: ReceivedPush,
): "fits" | "gap" | "regressed" {
  const first = documents[0];
  if (first === undefined) return "fits";
  if (first.seq > received + 1n) return "gap";
  if (received === 0n) return "fits";
  // An absent one is of no matter: the child has cleaned it up, or sends less than was received.
  const token = first.seq === received + 1n ? previousToken : documents[Number(received - first.seq)]?.token;
  return token === undefined || token === "" || token === receivedToken ? "fits" : "regressed";
}

function freshDocuments(
  { received }: OriginRecord,
  documents: readonly ReceivedDocument[],
): readonly ReceivedDocument[] {
  const first = documents[0];
  return first === undefined ? [] : documents.slice(Number(received + 1n - first.seq));
}

function toInboxRecord(originId: string, { seq, id, body }: ReceivedDocument, receivedAtMs: number): InboxRecord {
  return { originId, seq, documentId: id, body, receivedAtMs };
}
