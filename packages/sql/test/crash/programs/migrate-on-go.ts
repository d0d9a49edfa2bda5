// Waits for the word to start, migrates, and says how many migrations it has applied.
import { writeSync } from "node:fs";
import { createInterface } from "node:readline";
import { migrate } from "@opora/sql";
import { racedMigrations } from "../raced-migrations.js";
import { openTarget, readOptions, type Target } from "./open-target.js";

const { target } = readOptions<{ target: Target }>();
const database = await openTarget(target);
writeSync(1, "ready\n");

for await (const line of createInterface({ input: process.stdin })) {
  if (line !== "go") continue;
  const applied = await migrate(database, [racedMigrations]);
  writeSync(1, `${applied.length}\n`);
}
