import type { JsonObject, OutboxEvent } from "@opora/core";
import type { EventRecord } from "../domain/records/event-record.js";
import type { NodeRecord } from "../domain/records/node-record.js";

/**
 * Events as a publisher takes them. A node that is restored from a backup gives numbers out again, so the id says by
 * which life of the node an event was told.
 */
export function toOutboxEvents(node: NodeRecord | undefined, events: readonly EventRecord[]): readonly OutboxEvent[] {
  const life = node?.role === "root" ? node.epoch : (node?.incarnation ?? "");
  return events.map(({ nodeId, no, type, subject, atMs, legacyCode, data }) => ({
    id: `${nodeId}:${life}:${no}`,
    name: `processing.${type}`,
    key: subject,
    position: no,
    occurredAt: new Date(atMs),
    payload: {
      version: 1,
      nodeId,
      subject,
      ...(legacyCode === null ? {} : { legacyCode: Number(legacyCode) }),
      data: JSON.parse(data) as JsonObject,
    },
  }));
}
