import { leaseStoreCases } from "@opora/core/conformance";
import { createSqlLeaseStore, leaseMigrations, migrate, type SqlDatabase } from "@opora/sql";
import { sqlDatabaseCases } from "@opora/sql/conformance";
import { afterAll, beforeAll, describe, test } from "vitest";

/** Runs every case of the kit against one database, which `open` makes and the suite closes. */
export function runConformance(name: string, open: () => Promise<SqlDatabase>): void {
  describe(name, () => {
    let database: SqlDatabase | undefined;
    const opened = (): SqlDatabase => {
      if (database === undefined) throw new Error("The database is not open.");
      return database;
    };
    beforeAll(async () => {
      database = await open();
      await migrate(database, [leaseMigrations]);
    });
    afterAll(() => database?.close());
    for (const { name: behaviour, run } of sqlDatabaseCases) test(behaviour, () => run(opened()));
    for (const { name: behaviour, run } of leaseStoreCases) {
      test(behaviour, () => run(createSqlLeaseStore(opened())));
    }
  });
}
