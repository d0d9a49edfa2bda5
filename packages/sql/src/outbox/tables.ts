import type { MigrationSet } from "../domain/migrations/migration.js";
import { createTable } from "../domain/schema/changes.js";
import { bigintColumn, idColumn, instantColumn, jsonColumn, shortTextColumn } from "../domain/schema/columns.js";

/** An event that waits, or that was set aside. */
export type OutboxEventRow = {
  event_key: string;
  position: bigint;
  id: string;
  name: string;
  payload: string;
  occurred_at: bigint;
};

/** The tables of the outbox. */
export type OutboxTables = {
  /** One row for each key ever used: the lock that keeps its events in order, and when they are to be published. */
  opora_outbox_keys: {
    event_key: string;
    /** The highest position given out under this key. */
    last_position: bigint;
    /** When to publish next; null while nothing waits. */
    due_at: bigint | null;
    /** Failures since the last success. */
    attempts: bigint;
    /** Until when a relay has the key; 0 when none has. */
    claimed_until: bigint;
    /** Grows with each claim; a relay that was overtaken finds another number. */
    fencing_number: bigint;
  };
  opora_outbox_events: OutboxEventRow;
  opora_outbox_parked: OutboxEventRow & { parked_at: bigint; reason: string };
};

const eventColumns = {
  event_key: idColumn(),
  position: bigintColumn(),
  id: idColumn(),
  name: idColumn(),
  payload: jsonColumn(),
  occurred_at: instantColumn(),
};

/** The migrations that the outbox needs. */
export const outboxMigrations: MigrationSet = {
  name: "opora-outbox",
  migrations: [
    {
      name: "create-outbox",
      changes: [
        createTable("opora_outbox_keys", {
          columns: {
            event_key: idColumn(),
            last_position: bigintColumn(),
            due_at: instantColumn({ nullable: true, default: 0 }),
            attempts: bigintColumn({ default: 0 }),
            claimed_until: instantColumn({ default: 0 }),
            fencing_number: bigintColumn({ default: 0 }),
          },
          primaryKey: ["event_key"],
          indexes: [{ name: "opora_outbox_keys_due", columns: ["due_at"] }],
        }),
        createTable("opora_outbox_events", {
          columns: eventColumns,
          primaryKey: ["event_key", "position"],
          indexes: [{ name: "opora_outbox_events_id", columns: ["event_key", "id"], unique: true }],
        }),
        createTable("opora_outbox_parked", {
          columns: { ...eventColumns, parked_at: instantColumn(), reason: shortTextColumn(500) },
          primaryKey: ["event_key", "position"],
        }),
      ],
    },
  ],
};
