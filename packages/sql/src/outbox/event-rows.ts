import { canonicalJson, type JsonObject, type NewOutboxEvent, type OutboxEvent } from "@opora/core";
import { instantFromSql, instantToSql } from "../domain/values.js";
import { SqlError } from "../errors.js";
import type { OutboxEventRow } from "./tables.js";

/** What one event may take, in characters of its JSON. */
const payloadLengthMax = 1_048_576;

/** Brings an event into the form of its row. */
export function toEventRow(event: NewOutboxEvent, position: bigint): OutboxEventRow {
  const payload = canonicalJson(event.payload);
  if (payload.length > payloadLengthMax) {
    throw new SqlError(
      "SQL_VALUE_UNSUPPORTED",
      `The payload of event ${event.id} has more than 1 MiB. Publish a reference.`,
      {
        details: { event: event.id, length: payload.length, lengthMax: payloadLengthMax },
      },
    );
  }
  return {
    event_key: event.key,
    position,
    id: event.id,
    name: event.name,
    payload,
    occurred_at: instantToSql(event.occurredAt),
  };
}

/** Reads an event from its row. */
export function fromEventRow(row: OutboxEventRow): OutboxEvent {
  return {
    key: row.event_key,
    position: row.position,
    id: row.id,
    name: row.name,
    payload: JSON.parse(row.payload) as JsonObject,
    occurredAt: instantFromSql(row.occurred_at),
  };
}
