import type { JsonObject } from "@opora/core";
import type { EventRecord } from "../domain/records/event-record.js";
import type { StoreTransaction } from "../ports/store.js";
import { issueNumbers } from "../storage/issue-numbers.js";

/** An event as it is told; the log gives it its number and time. */
export interface NewEvent {
  /** For instance `account.overdrawn`. */
  readonly type: string;
  /** Id of the account, document or origin that it is about. */
  readonly subject: string;
  /** The seed's number of the event, where it has one. */
  readonly legacyCode?: bigint;
  /** Plain JSON without personal data. */
  readonly data: JsonObject;
}

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
