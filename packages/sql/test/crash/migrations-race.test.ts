import { migrate, type SqlDatabase } from "@opora/sql";
import { skipUnlessAvailable, testMariadb, testPostgres } from "@opora/test-support";
import { expect, onTestFinished, test } from "vitest";
import { startProgram } from "./child-program.js";
import { openTarget, type Target } from "./programs/open-target.js";
import { racedMigrations, racedTables } from "./raced-migrations.js";

const migrateOnGo = new URL("./programs/migrate-on-go.ts", import.meta.url);

async function expectAllAppliedOnce(database: SqlDatabase): Promise<void> {
  expect((await database.execute("select id, amount from raced_0")).rows).toEqual([{ id: "1", amount: 1n }]);
  const { rows } = await database.execute(
    "select count(*) as n from information_schema.tables where table_name like 'raced%' and table_schema = " +
      (database.engine === "mysql" ? "database()" : "current_schema()"),
  );
  expect(rows).toEqual([{ n: BigInt(racedTables) }]);
}

async function race(target: Target): Promise<void> {
  const programs = Array.from({ length: 3 }, () => startProgram(migrateOnGo, { target }));
  for (const program of programs) expect(await program.nextLine()).toBe("ready");
  for (const program of programs) program.send("go");
  const applied = await Promise.all(programs.map((program) => program.nextLine()));
  expect(applied.sort()).toEqual(["0", "0", String(racedMigrations.migrations.length)]);
  const database = await openTarget(target);
  await expectAllAppliedOnce(database);
  await database.close();
}

/** Kills a process once it has created some of the tables, then migrates to the end. */
async function interrupt(target: Target): Promise<void> {
  const database = await openTarget(target);
  onTestFinished(() => database.close());
  const program = startProgram(migrateOnGo, { target });
  expect(await program.nextLine()).toBe("ready");
  program.send("go");
  for (let created = 0n; created < 3n; ) {
    const { rows } = await database.execute<{ n: bigint }>(
      "select count(*) as n from information_schema.tables where table_schema = database() and table_name like 'raced%'",
    );
    created = rows[0]?.n ?? 0n;
  }
  await program.kill();
  await migrate(database, [racedMigrations]);
  await expectAllAppliedOnce(database);
}

test("processes that migrate one PostgreSQL database at the same moment apply everything once", async (context) => {
  const { url, dispose } = skipUnlessAvailable(context, await testPostgres());
  onTestFinished(dispose);
  await race({ engine: "postgres", url });
});

test("processes that migrate one MariaDB database at the same moment apply everything once", async (context) => {
  const { url, dispose } = skipUnlessAvailable(context, await testMariadb());
  onTestFinished(dispose);
  await race({ engine: "mysql", url });
});

test("a migration of MariaDB that was killed half done is finished by the next process", async (context) => {
  const { url, dispose } = skipUnlessAvailable(context, await testMariadb());
  onTestFinished(dispose);
  await interrupt({ engine: "mysql", url });
});
