import { join } from "node:path";
import { bigintColumn, bytesColumn, createTable, idColumn, migrate, type SqlDatabase, textColumn } from "@opora/sql";
import { openMysql } from "@opora/sql/mysql";
import { openPostgres } from "@opora/sql/postgres";
import { openSqlite } from "@opora/sql/sqlite";
import { openSqljs } from "@opora/sql/sqljs";
import { describeWhere, suiteFolder, testMariadb, testPostgres } from "@opora/test-support";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

type Samples = { samples: { id: string; label: string; amount: bigint | null; body: Uint8Array | null } };

const folder = suiteFolder();

/** Any text that a database can hold: every character but NUL. */
const text = fc.string({ unit: "binary", maxLength: 60 }).map((value) => value.replaceAll("\0", ""));

const sample = fc.record({
  label: text,
  amount: fc.option(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })),
  body: fc.option(fc.uint8Array({ maxLength: 300 }).map((bytes) => Uint8Array.from(bytes))),
});

function describeValues(name: string, open: () => Promise<SqlDatabase>, numRuns: number): void {
  describe(name, () => {
    let database: SqlDatabase;
    beforeAll(async () => {
      database = await open();
      const columns = {
        id: idColumn(),
        label: textColumn(),
        amount: bigintColumn({ nullable: true }),
        body: bytesColumn({ nullable: true }),
      };
      const changes = [createTable("samples", { columns, primaryKey: ["id"] })];
      await migrate(database, [{ name: "samples", migrations: [{ name: "create", changes }] }]);
    });
    afterAll(() => database.close());

    test("whatever is written is read, in the order of its bytes", async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(sample, { minLength: 1, maxLength: 20 }), async (samples) => {
          const tables = database.query.withTables<Samples>();
          const rows = samples.map((values, index) => ({ id: String(index), ...values }));
          await tables.deleteFrom("samples").execute();
          await tables.insertInto("samples").values(rows).execute();
          expect(await tables.selectFrom("samples").selectAll().orderBy("id").execute()).toEqual(
            [...rows].sort((a, b) => (a.id < b.id ? -1 : 1)),
          );
          const labels = await tables.selectFrom("samples").select("label").orderBy("label").execute();
          expect(labels.map(({ label }) => label)).toEqual(
            samples.map(({ label }) => label).sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))),
          );
        }),
        { numRuns },
      );
    });
  });
}

describeValues("SQLite in memory", () => openSqljs(), 150);
describeValues("SQLite in a file", () => openSqlite({ path: join(folder, "values.db") }), 60);

describeWhere("with a PostgreSQL server", testPostgres, ({ url, dispose }) => {
  afterAll(dispose);
  describeValues("PostgreSQL", () => openPostgres({ url }), 60);
});

describeWhere("with a MariaDB server", testMariadb, ({ url, dispose }) => {
  afterAll(dispose);
  describeValues("MariaDB", () => openMysql({ url }), 60);
});
