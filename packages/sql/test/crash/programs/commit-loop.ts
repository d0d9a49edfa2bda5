// Commits until it is killed. Each id is written to the output after its commit has resolved, and not before.
import { writeSync } from "node:fs";
import { migrate } from "@opora/sql";
import { type CrashTables, crashMigrations } from "../crash-tables.js";
import { openTarget, readOptions, type Target } from "./open-target.js";

const { target, round } = readOptions<{ target: Target; round: number }>();
const database = await openTarget(target);
await migrate(database, [crashMigrations]);

for (let count = 0; ; count += 1) {
  const id = `${round}-${count}`;
  await database.transaction(async (transaction) => {
    const tables = transaction.query.withTables<CrashTables>();
    await tables.insertInto("crash_debits").values({ id, amount: -1n }).execute();
    await tables.insertInto("crash_credits").values({ id, amount: 1n }).execute();
  });
  writeSync(1, `${id}\n`);
}
