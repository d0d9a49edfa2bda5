import { join } from "node:path";
import { createSeededRandom } from "@opora/core/testing";
import type { SqlDatabase } from "@opora/sql";
import { skipUnlessAvailable, testFolder, testMariadb, testPostgres } from "@opora/test-support";
import { expect, onTestFinished, test } from "vitest";
import { startProgram } from "./child-program.js";
import type { CrashTables } from "./crash-tables.js";
import { openTarget, type Target } from "./programs/open-target.js";

const commitLoop = new URL("./programs/commit-loop.ts", import.meta.url);

/** Kills a committing process again and again; returns what it had acknowledged, as this process wrote it down. */
async function killRepeatedly(target: Target, rounds: number): Promise<readonly string[]> {
  const random = createSeededRandom(20_260_115);
  const acknowledged: string[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const program = startProgram(commitLoop, { target, round });
    const enough = 1 + random.below(200);
    for (let count = 0; count < enough; count += 1) acknowledged.push(await program.nextLine());
    await program.kill();
    acknowledged.push(...(await program.remainingLines()));
  }
  return acknowledged;
}

async function expectEverythingThere(database: SqlDatabase, acknowledged: readonly string[]): Promise<void> {
  const tables = database.query.withTables<CrashTables>();
  const debits = await tables.selectFrom("crash_debits").select("id").execute();
  const credits = await tables.selectFrom("crash_credits").select("id").execute();
  const present = new Set(debits.map(({ id }) => id));
  expect(acknowledged.filter((id) => !present.has(id))).toEqual([]);
  expect(new Set(credits.map(({ id }) => id))).toEqual(present);
}

test("SQLite keeps every acknowledged commit of processes that are killed while committing", async () => {
  const target: Target = { engine: "sqlite", path: join(testFolder(), "killed.db") };
  const acknowledged = await killRepeatedly(target, 4);
  const database = await openTarget(target);
  onTestFinished(() => database.close());
  await expectEverythingThere(database, acknowledged);
  const { rows } = await database.execute("pragma integrity_check");
  expect(rows).toEqual([{ integrity_check: "ok" }]);
});

test("PostgreSQL keeps every acknowledged commit of processes that are killed while committing", async (context) => {
  const { url, dispose } = skipUnlessAvailable(context, await testPostgres());
  onTestFinished(dispose);
  const acknowledged = await killRepeatedly({ engine: "postgres", url }, 2);
  const database = await openTarget({ engine: "postgres", url });
  await expectEverythingThere(database, acknowledged);
  await database.close();
});

test("MariaDB keeps every acknowledged commit of processes that are killed while committing", async (context) => {
  const { url, dispose } = skipUnlessAvailable(context, await testMariadb());
  onTestFinished(dispose);
  const acknowledged = await killRepeatedly({ engine: "mysql", url }, 2);
  const database = await openTarget({ engine: "mysql", url });
  await expectEverythingThere(database, acknowledged);
  await database.close();
});
