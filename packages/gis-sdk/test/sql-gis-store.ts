import type { NewOutboxEvent } from "@opora/core";
import { gisStoreCases } from "@opora/gis-sdk/conformance";
import { createSqlGisStore, gisMigrations } from "@opora/gis-sdk/sql";
import { instantFromSql, migrate, outboxMigrations, type SqlDatabase } from "@opora/sql";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { operator139Payments } from "./loading-payments.js";
import { createLoadingWorld, createTestKeys } from "./loading-world.js";

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

    test("three instances that work at once, on several packets each, load a register whole and once", async () => {
      const taskId = "three-instances";
      const count = 60;
      const store = createSqlGisStore({ database });
      const world = createLoadingWorld({ keys: createTestKeys(), profile: "operator139", store });
      const instances = [1, 2, 3].map(() => world.start({ packetSize: 3, concurrency: 3 }));
      const [first] = instances;
      await Promise.all(
        instances.map((loading) => loading.loadPayments({ taskId, payments: operator139Payments(count) })),
      );

      for (let round = 0; round < 50; round += 1) {
        await Promise.all(
          instances.flatMap((loading) => [
            loading.runSend({ taskId, limit: 5 }),
            loading.runPoll({ taskId, limit: 5 }),
            loading.summary(taskId),
          ]),
        );
        const due = (await first?.summary(taskId))?.nextActionAt;
        if (due === undefined) break;
        if (due > world.clock.now()) world.clock.set(due);
      }

      const amountKopecks = BigInt(count * (count + 1)) * 50n;
      expect(await first?.summary(taskId)).toMatchObject({
        state: "done",
        byStatus: { loaded: { count, amountKopecks } },
      });
      expect(world.standIn.totals()).toEqual({ count, amountKopecks });
      expect(world.standIn.packets()).toHaveLength(count / 3);
      expect(world.standIn.pollingViolations()).toBe(0);
      const told = (await readOutbox(database, `gis/${taskId}`)).filter(({ name }) => name === "gis.payment.loaded");
      expect(new Set(told.map(({ payload }) => payload["sequence"])).size).toBe(count);
      expect(told).toHaveLength(count);
    });
  });
}
