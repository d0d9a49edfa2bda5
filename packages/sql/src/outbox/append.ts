import type { NewOutboxEvent } from "@opora/core";
import { chunkRows, rowPlaceholders } from "../domain/row-chunks.js";
import { insertRows } from "../insert-rows.js";
import { insertUnlessPresent } from "../insert-unless-present.js";
import type { SqlTransaction } from "../ports/database.js";
import { toEventRow } from "./event-rows.js";

/**
 * Appends events in the caller's transaction: they exist exactly when the change that they tell of does. Needs
 * `outboxMigrations`.
 *
 * Events of one key are published in the order in which they were committed: the transaction holds the key until its end,
 * so another one that appends under the same key waits. An id that is already waiting under its key is not added again.
 *
 * @throws {@link SqlError} `SQL_VALUE_UNSUPPORTED` (payload too large), `SQL_CHECK_VIOLATION` (id, name or key longer than
 * 128 characters); `CoreError` `CORE_JSON_UNSUPPORTED`.
 * @example
 * ```ts
 * await database.transaction(async (transaction) => {
 *   await saveOrder(transaction, order);
 *   await appendToOutbox(transaction, [
 *     { id: ids.uuid(), name: "shop.order.paid", key: order.id, payload: { version: 1 }, occurredAt: clock.now() },
 *   ]);
 * });
 * ```
 */
export async function appendToOutbox(transaction: SqlTransaction, events: readonly NewOutboxEvent[]): Promise<void> {
  const countByKey = new Map<string, bigint>();
  for (const { key } of events) countByKey.set(key, (countByKey.get(key) ?? 0n) + 1n);
  const positions = await reservePositions(transaction, countByKey);
  const rows = events.map((event) => {
    const position = (positions.get(event.key) ?? 0n) + 1n;
    positions.set(event.key, position);
    return toEventRow(event, position);
  });
  await insertUnlessPresent(transaction, "opora_outbox_events", rows);
}

// A key that waits after a failure keeps its time.
const onConflict =
  "on conflict (event_key) do update set " +
  "last_position = opora_outbox_keys.last_position + excluded.last_position, " +
  "due_at = coalesce(opora_outbox_keys.due_at, 0)";

const addToKey = {
  sqlite: onConflict,
  postgres: onConflict,
  mysql:
    "on duplicate key update last_position = last_position + values(last_position), " + "due_at = coalesce(due_at, 0)",
};

/** Takes the next numbers of each key and, with the row, the right to use them; returns the last number before them. */
async function reservePositions(
  transaction: SqlTransaction,
  countByKey: ReadonlyMap<string, bigint>,
): Promise<Map<string, bigint>> {
  // In one order for everybody, so that two transactions with the same keys cannot wait for each other.
  const keys = [...countByKey.keys()].sort();
  // The columns that are left out begin with 0: due at once, never failed, claimed by nobody.
  const rows = keys.map((key) => ({ event_key: key, last_position: countByKey.get(key) ?? 0n }));
  await insertRows(transaction, { table: "opora_outbox_keys", rows, onConflict: addToKey });
  const positions = new Map<string, bigint>();
  for (const chunk of chunkRows(keys, 512)) {
    const marks = rowPlaceholders(transaction.engine, 1, chunk.length);
    const reserved = await transaction.execute<{ event_key: string; last_position: bigint }>(
      `select event_key, last_position from opora_outbox_keys where event_key in ${marks}`,
      chunk,
    );
    for (const row of reserved.rows) {
      positions.set(row.event_key, row.last_position - (countByKey.get(row.event_key) ?? 0n));
    }
  }
  return positions;
}
