import type { Envelope } from "../domain/protocol/envelope.js";
import { decodeHello, encodeHelloAnswer } from "../domain/protocol/sync-messages.js";
import type { PortOptions } from "../ports/store.js";
import type { Peer } from "../ports/transport.js";
import { type Answer, refuseAhead } from "./answer.js";
import { durableOf, lockOrigin, readRoot } from "./origins.js";
import type { RootContext } from "./root-context.js";

/** Tells a child what the root has of it. This is how children learn of a new epoch. */
export async function answerHello(
  context: RootContext,
  envelope: Envelope,
  peer: Peer,
  options: PortOptions,
): Promise<Answer> {
  const { lastSeq, acked } = decodeHello(envelope.body);
  return context.storage.background(async (transaction) => {
    const root = await readRoot(transaction);
    const { origin, isNew } = await lockOrigin(context, transaction, envelope.originId, peer.nodeId);
    // What the child has acknowledged it has from this root, unless the root has forgotten.
    if (envelope.epoch === root.epoch && acked > origin.received) return refuseAhead(root, "The child has sent more");
    const lastContactAtMs = context.ledgerContext.clock.now().getTime();
    const contact = { originId: origin.originId, announced: lastSeq, lastContactAtMs };
    await transaction.write([
      isNew ? { table: "origins", insert: [{ ...origin, ...contact }] } : { table: "origins", patch: [contact] },
    ]);
    const { received, receivedToken, settled } = origin;
    const durable = durableOf(origin, context.backups);
    return { epoch: root.epoch, body: encodeHelloAnswer({ received, receivedToken, settled, durable }) };
  }, options);
}
