import type { NewOutboxEvent } from "@opora/core";
import { sql } from "kysely";
import { invalidOption } from "../errors.js";
import { insertUnlessPresent } from "../insert-unless-present.js";
import type { SqlTransaction } from "../ports/database.js";
import { type EventRow, toEventRow } from "./event-rows.js";
import type { OutboxTables } from "./tables.js";

// Six parameters an event, and SQLite takes 32,766 in a statement.
const eventsPerStatement = 1_000;

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
  for (let start = 0; start < events.length; start += eventsPerStatement) {
    await appendChunk(transaction, events.slice(start, start + eventsPerStatement));
  }
}

async function appendChunk(transaction: SqlTransaction, events: readonly NewOutboxEvent[]): Promise<void> {
  const countByKey = new Map<string, bigint>();
  for (const { key } of events) {
    // insert ignore, which MySQL needs, would cut a key that is too long.
    if (key.length > 128) throw invalidOption("key", "must have at most 128 characters");
    countByKey.set(key, (countByKey.get(key) ?? 0n) + 1n);
  }
  const positions = await reservePositions(transaction, countByKey);
  const rows: EventRow[] = events.map((event) => {
    const position = (positions.get(event.key) ?? 0n) + 1n;
    positions.set(event.key, position);
    return toEventRow(event, position);
  });
  await insertUnlessPresent(transaction, "opora_outbox_events", rows);
}

/** Takes the next numbers of each key and, with the row, the right to use them; returns the last number before them. */
async function reservePositions(
  transaction: SqlTransaction,
  countByKey: ReadonlyMap<string, bigint>,
): Promise<Map<string, bigint>> {
  // In one order for everybody, so that two transactions with the same keys cannot wait for each other.
  const keys = [...countByKey.keys()].sort();
  const tables = transaction.query.withTables<OutboxTables>();
  const insert = tables.insertInto("opora_outbox_keys").values(
    keys.map((key) => ({
      event_key: key,
      last_position: countByKey.get(key) ?? 0n,
      due_at: 0n,
      attempts: 0n,
      claimed_until: 0n,
      fencing_number: 0n,
    })),
  );
  // A key that waits after a failure keeps its time.
  await (transaction.engine === "mysql"
    ? insert.onDuplicateKeyUpdate({
        last_position: sql`last_position + values(last_position)`,
        due_at: sql`coalesce(due_at, values(due_at))`,
      })
    : insert.onConflict((conflict) =>
        conflict.column("event_key").doUpdateSet({
          last_position: sql`opora_outbox_keys.last_position + excluded.last_position`,
          due_at: sql`coalesce(opora_outbox_keys.due_at, excluded.due_at)`,
        }),
      )
  ).execute();
  const rows = await tables
    .selectFrom("opora_outbox_keys")
    .select(["event_key", "last_position"])
    .where("event_key", "in", keys)
    .execute();
  return new Map(rows.map((row) => [row.event_key, row.last_position - (countByKey.get(row.event_key) ?? 0n)]));
}
