import type { NewOutboxEvent } from "@opora/core";
import { gisStoreCases } from "@opora/gis-sdk/conformance";
import { createSqlGisStore, gisMigrations } from "@opora/gis-sdk/sql";
import { instantFromSql, migrate, outboxMigrations, type SqlDatabase } from "@opora/sql";
import { afterAll, beforeAll, describe, test } from "vitest";

type OutboxTables = {
  opora_outbox_events: {
    id: string;
    name: string;
    event_key: string;
    position: bigint;
    payload: string;
    occurred_at: bigint;
  };
};

/** Events that wait in the outbox under a key, in order. */
async function readOutbox(database: SqlDatabase, key: string): Promise<readonly NewOutboxEvent[]> {
  const rows = await database.query
    .withTables<OutboxTables>()
    .selectFrom("opora_outbox_events")
    .selectAll()
    .where("event_key", "=", key)
    .orderBy("position")
    .execute();
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    key: row.event_key,
    payload: JSON.parse(row.payload),
    occurredAt: instantFromSql(row.occurred_at),
  }));
}

/** Runs the conformance cases of the store on one engine. */
export function runStoreConformance(engine: string, open: () => Promise<SqlDatabase>): void {
  describe(`the GIS store on ${engine}`, () => {
    let database: SqlDatabase;

    beforeAll(async () => {
      database = await open();
      await migrate(database, [outboxMigrations, gisMigrations]);
    });
    afterAll(() => database.close());

    for (const storeCase of gisStoreCases) {
      test(storeCase.name, () =>
        storeCase.run({ store: createSqlGisStore({ database }), readEvents: (key) => readOutbox(database, key) }),
      );
    }
  });
}
