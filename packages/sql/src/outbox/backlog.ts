import type { OutboxEvent } from "@opora/core";
import { instantFromSql, instantToSql } from "../domain/values.js";
import { SqlError } from "../errors.js";
import { checkInteger } from "../options.js";
import type { SqlDatabase, SqlTransaction } from "../ports/database.js";
import { appendToOutbox } from "./append.js";
import { fromEventRow } from "./event-rows.js";
import type { OutboxEventRow, OutboxTables } from "./tables.js";

/** A key with events that could not be published so far. */
export interface StalledKey {
  readonly key: string;
  /** Failures in a row. */
  readonly attempts: number;
  readonly retryAt: Date;
}

/** An event taken out of the order by an operator. */
export interface ParkedEvent {
  readonly event: OutboxEvent;
  readonly parkedAt: Date;
  readonly reason: string;
}

/** Names one event. */
export interface EventPlace {
  readonly key: string;
  readonly position: bigint;
}

/** Keys that have failed, the most often failed first. */
export async function readStalledKeys(database: SqlDatabase, limit: number): Promise<readonly StalledKey[]> {
  checkInteger("limit", limit, { min: 1, max: 10_000 });
  const rows = await database.query
    .withTables<OutboxTables>()
    .selectFrom("opora_outbox_keys")
    .select(["event_key", "attempts", "due_at"])
    .where("attempts", ">", 0n)
    .orderBy("attempts", "desc")
    .orderBy("event_key")
    .limit(limit)
    .execute();
  return rows.map((row) => ({
    key: row.event_key,
    attempts: Number(row.attempts),
    retryAt: instantFromSql(row.due_at ?? 0n),
  }));
}

/**
 * Sets an event aside, so that those behind it can be published: the decision to give up the order of this key, which only
 * a person can make. It stays in the database until {@link requeueParkedEvent}.
 *
 * @param place The event, as {@link RelayFailure} names it.
 * @returns Whether the event was there.
 */
export async function parkOutboxEvent(
  database: SqlDatabase,
  place: EventPlace & { readonly now: Date; readonly reason: string },
): Promise<boolean> {
  return database.transaction(async (transaction) => {
    const row = await takeRow(transaction, "opora_outbox_events", place);
    if (row === undefined) return false;
    const tables = transaction.query.withTables<OutboxTables>();
    const parked = { ...row, parked_at: instantToSql(place.now), reason: place.reason.slice(0, 500) };
    await tables.insertInto("opora_outbox_parked").values(parked).execute();
    await tables
      .updateTable("opora_outbox_keys")
      .set({ due_at: instantToSql(place.now), attempts: 0n })
      .where("event_key", "=", place.key)
      .execute();
    return true;
  });
}

/** Events that were set aside, oldest first. */
export async function readParkedEvents(database: SqlDatabase, limit: number): Promise<readonly ParkedEvent[]> {
  checkInteger("limit", limit, { min: 1, max: 10_000 });
  const rows = await database.query
    .withTables<OutboxTables>()
    .selectFrom("opora_outbox_parked")
    .selectAll()
    .orderBy("parked_at")
    .orderBy("event_key")
    .orderBy("position")
    .limit(limit)
    .execute();
  return rows.map((row) => ({
    event: fromEventRow(row),
    parkedAt: instantFromSql(row.parked_at),
    reason: row.reason,
  }));
}

/**
 * Appends a parked event again, behind whatever waits under its key, with the same id.
 *
 * @throws {@link SqlError} `SQL_VALUE_UNSUPPORTED` when no such event is parked.
 */
export async function requeueParkedEvent(database: SqlDatabase, place: EventPlace): Promise<void> {
  await database.transaction(async (transaction) => {
    const row = await takeRow(transaction, "opora_outbox_parked", place);
    if (row === undefined) {
      throw new SqlError("SQL_VALUE_UNSUPPORTED", `No event is parked at position ${place.position} of ${place.key}.`, {
        details: { key: place.key, position: place.position.toString() },
      });
    }
    await appendToOutbox(transaction, [fromEventRow(row)]);
  });
}

/** Removes a row and returns it, with the key locked: in the same order as those who append and those who relay. */
async function takeRow(
  transaction: SqlTransaction,
  table: "opora_outbox_events" | "opora_outbox_parked",
  { key, position }: EventPlace,
): Promise<OutboxEventRow | undefined> {
  const tables = transaction.query.withTables<OutboxTables>();
  const lock = tables.selectFrom("opora_outbox_keys").select("event_key").where("event_key", "=", key);
  await (transaction.engine === "sqlite" ? lock : lock.forUpdate()).execute();
  const row = await tables
    .selectFrom(table)
    .select(["event_key", "position", "id", "name", "payload", "occurred_at"])
    .where("event_key", "=", key)
    .where("position", "=", position)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  await tables.deleteFrom(table).where("event_key", "=", key).where("position", "=", position).execute();
  return row;
}
