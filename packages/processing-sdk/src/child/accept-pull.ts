import { greaterOf, lesserOf } from "../domain/greater-of.js";
import { decodeLines } from "../domain/ledger/document-lines.js";
import { encodeCursor, isNotBehind, isSameCursor } from "../domain/protocol/cursor.js";
import type { PullAnswer } from "../domain/protocol/messages.js";
import { ProcessingError } from "../errors.js";
import { appendEvents } from "../events/append-events.js";
import type { StoreTransaction } from "../ports/store.js";
import { applyFeed } from "./apply-feed.js";
import type { ChildContext } from "./child-context.js";
import { type ChildState, childShard } from "./child-state.js";
import { cursorOf } from "./create-messages.js";

/**
 * Takes over a page of the feed: rows, watermarks and cursor in one transaction, and only when the page continues the
 * cursor. Returns `undefined` for a page that does not: it came late, or twice.
 *
 * At the end of the feed every account is as of the snapshot, also those that had no news. Documents that the root settled
 * without moving an account (suspended ones, repetitions) leave no row behind, so their accounts are found by going through
 * the documents that were settled since the last time: no more than a page of them in one transaction. Until they all are
 * through, the child counts as not caught up and asks again; every balance in between is right, because an account leaves
 * out exactly those documents that are up to its own watermark.
 */
export async function acceptPull(
  context: ChildContext,
  transaction: StoreTransaction,
  { node, lastSeq }: ChildState,
  answer: PullAnswer,
): Promise<number | undefined> {
  const { since, through, settled, received } = answer;
  if (!isSameCursor(since, cursorOf(node))) return undefined;
  // Postings up to the durable watermark may be cleaned up here: they cannot be counted as pending any more. Either the
  // page came late, or the root has not settled again yet what it had settled before it was restored.
  if (settled < node.durable) return undefined;
  if (!isNotBehind(through, since) || settled > received || received > lastSeq) throw contradictory();

  const releasedThrough = answer.isCaughtUp ? lesserOf(settled, node.settled + BigInt(context.pageSize)) : node.settled;
  const released = await accountsOfDocuments(context, transaction, {
    after: node.sequenceBase + node.settled,
    through: node.sequenceBase + releasedThrough,
  });
  const { changes, taken, conflicts } = await applyFeed(transaction, {
    node,
    rows: answer.accounts,
    settled,
    released,
    releasedThrough,
  });
  const nowMs = context.clock.now().getTime();
  await appendEvents(
    transaction,
    node.nodeId,
    nowMs,
    conflicts.map((id) => ({ type: "child.account-id-taken", subject: id, data: {} })),
  );
  await transaction.write([
    ...changes,
    {
      table: "node",
      patch: [
        {
          id: "self",
          cursor: JSON.stringify(encodeCursor(through)),
          settled: greaterOf(node.settled, releasedThrough),
          acked: greaterOf(node.acked, received),
          durable: greaterOf(node.durable, answer.durable),
          isCaughtUp: answer.isCaughtUp && releasedThrough >= settled,
          lastContactAtMs: nowMs,
        },
      ],
    },
  ]);
  return taken;
}

/** Global accounts on which documents between two numbers have lines. */
async function accountsOfDocuments(
  { pageSize }: ChildContext,
  transaction: StoreTransaction,
  { after, through }: { readonly after: bigint; readonly through: bigint },
): Promise<ReadonlySet<string>> {
  const ids = new Set<string>();
  if (through <= after) return ids;
  const documents = await transaction.range("documents", "byNo", {
    prefix: [childShard],
    after: [after],
    through: [through],
    limit: pageSize,
  });
  for (const { lines } of documents) {
    for (const { accountId, scope } of decodeLines(lines)) if (scope === "global") ids.add(accountId);
  }
  return ids;
}

function contradictory(): ProcessingError {
  return new ProcessingError("PROCESSING_ENVELOPE_INVALID", "The root's watermarks contradict each other.");
}
