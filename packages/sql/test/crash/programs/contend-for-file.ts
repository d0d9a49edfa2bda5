// Waits for the word to start, tries to own a file, says how that went, and keeps what it has until it is killed.
import { writeSync } from "node:fs";
import { createInterface } from "node:readline";
import { SqlError } from "@opora/sql";
import { openTarget, readOptions, type Target } from "./open-target.js";

const { target } = readOptions<{ target: Target }>();
writeSync(1, "ready\n");

for await (const line of createInterface({ input: process.stdin })) {
  if (line !== "go") continue;
  try {
    const database = await openTarget(target);
    await database.execute("create table if not exists owners (pid integer) strict");
    await database.execute("insert into owners (pid) values (?)", [process.pid]);
    writeSync(1, "owner\n");
  } catch (error) {
    writeSync(1, SqlError.is(error) ? `${error.code}\n` : `unexpected ${String(error)}\n`);
  }
}
