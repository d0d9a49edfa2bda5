import type { AccountRecord, ProcessingStore } from "@opora/processing-sdk";
import { archiveCases, type StoreSubject, storeCases } from "@opora/processing-sdk/conformance";
import {
  archiveMigrations,
  createSqlArchive,
  createSqlProcessingStore,
  processingMigrations,
} from "@opora/processing-sdk/sql";
import { migrate, type SqlDatabase } from "@opora/sql";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

/** Runs the conformance cases of the store and of the archive on one engine. */
export function runSqlConformance(
  engine: string,
  transactions: StoreSubject["transactions"],
  open: () => Promise<SqlDatabase>,
): void {
  let database: SqlDatabase;
  let store: ProcessingStore;

  beforeAll(async () => {
    database = await open();
    await migrate(database, [processingMigrations, archiveMigrations]);
    store = createSqlProcessingStore(database);
  });
  afterAll(() => database.close());

  describe(`the store on ${engine}`, () => {
    for (const { name, run } of storeCases) test(name, () => run({ store, transactions }));

    test("a closed store refuses work and leaves the database open", async () => {
      const closed = createSqlProcessingStore(database);
      await closed.close();
      await expect(closed.transaction("write", async () => "done")).rejects.toMatchObject({
        code: "PROCESSING_CLOSED",
      });
      expect(await store.transaction("snapshot", async () => "done")).toBe("done");
    });
  });

  describe(`the archive on ${engine}`, () => {
    // The port has no way to read an account: the table answers.
    async function readAccount(id: string): Promise<AccountRecord | undefined> {
      const placeholder = database.engine === "postgres" ? "$1" : "?";
      const { rows } = await database.execute(`select * from processing_archive_accounts where id = ${placeholder}`, [
        id,
      ]);
      const [row] = rows;
      if (row === undefined) return undefined;
      const record = Object.fromEntries(
        Object.entries(row).map(([column, value]) => [
          column.replace(/_(.)/g, (_, letter) => letter.toUpperCase()),
          value,
        ]),
      );
      return {
        ...record,
        blocked: record["blocked"] === 1n,
        closed: record["closed"] === 1n,
        openedAtMs: Number(record["openedAtMs"]),
      } as AccountRecord;
    }

    for (const { name, run } of archiveCases)
      test(name, () => run({ archive: createSqlArchive(database), readAccount }));
  });
}
