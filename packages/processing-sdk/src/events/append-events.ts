import type { NewEvent } from "../domain/new-event.js";
import type { EventRecord } from "../domain/records/event-record.js";
import type { StoreTransaction } from "../ports/store.js";
import { issueNumbers } from "../storage/issue-numbers.js";

export type { NewEvent };

/** The shard of the counter `events`: a node has one log. */
export const eventShard = "0";

/** Appends events to the log of the node, numbered without gaps. The last step before the other writes of a transaction. */
export async function appendEvents(
  transaction: StoreTransaction,
  nodeId: string,
  atMs: number,
  events: readonly NewEvent[],
): Promise<void> {
  if (events.length === 0) return;
  const first = await issueNumbers(transaction, "events", eventShard, events.length);
  await transaction.write([{ table: "events", insert: toEventRecords(nodeId, atMs, events, first) }]);
}

/** The records of events, numbered from `first` on. */
export function toEventRecords(
  nodeId: string,
  atMs: number,
  events: readonly NewEvent[],
  first: bigint,
): readonly EventRecord[] {
  return events.map(({ type, subject, legacyCode, data }, index) => ({
    nodeId,
    no: first + BigInt(index),
    type,
    subject,
    atMs,
    legacyCode: legacyCode ?? null,
    data: JSON.stringify(data),
  }));
}
