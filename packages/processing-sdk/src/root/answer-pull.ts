import { isNotBehind, positionIn } from "../domain/protocol/cursor.js";
import type { Envelope } from "../domain/protocol/envelope.js";
import type { Cursor, FeedAccount } from "../domain/protocol/messages.js";
import { decodePull, encodePullAnswer } from "../domain/protocol/sync-messages.js";
import type { PortOptions } from "../ports/store.js";
import type { Peer } from "../ports/transport.js";
import { readCounters } from "../storage/cursors.js";
import { type Answer, refuseAhead, refuseEpoch } from "./answer.js";
import { readFeedPage, toFeedAccounts } from "./feed.js";
import { durableOf, newOrigin, readRoot } from "./origins.js";
import type { RootContext } from "./root-context.js";

/** Tells a child the accounts that changed, and up to which of its documents they count: all from one snapshot. */
export async function answerPull(
  context: RootContext,
  envelope: Envelope,
  peer: Peer,
  options: PortOptions,
): Promise<Answer> {
  const { since, limit } = decodePull(envelope.body);
  return context.storage.snapshot(async (transaction) => {
    const root = await readRoot(transaction);
    if (envelope.epoch !== root.epoch) return refuseEpoch(root);
    const issued: Cursor = Object.fromEntries(await readCounters(transaction, "feed"));
    if (!isNotBehind(issued, since)) return refuseAhead(root, "The child has seen more changes of accounts");
    const [known] = await transaction.read("origins", [[envelope.originId]]);
    const origin = known ?? newOrigin(envelope.originId, peer.nodeId, 0);
    const page = await readFeedPage(transaction, {
      since,
      issued,
      limit,
      // Half: the other half is for what JSON adds to texts.
      maxBytes: context.maxEnvelopeBytes / 2,
    });
    const accounts: readonly FeedAccount[] = await toFeedAccounts(transaction, page.accounts, peer.nodeId);
    const { received, receivedToken, settled } = origin;
    const durable = durableOf(origin, context.backups);
    const { through } = page;
    const isCaughtUp = Object.keys(issued).every((shard) => positionIn(through, shard) === issued[shard]);
    const body = encodePullAnswer({ since, through, isCaughtUp, settled, durable, received, receivedToken, accounts });
    return { epoch: root.epoch, body };
  }, options);
}
