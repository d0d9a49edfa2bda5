import { join } from "node:path";
import {
  archiveMigrations,
  createSqlArchive,
  createSqlProcessingStore,
  processingMigrations,
} from "@opora/processing-sdk/sql";
import { createMemoryArchive, createMemoryStore } from "@opora/processing-sdk/testing";
import { migrate, type SqlDatabase } from "@opora/sql";
import { openMysql } from "@opora/sql/mysql";
import { openPostgres } from "@opora/sql/postgres";
import { openSqlite } from "@opora/sql/sqlite";
import { skipUnlessAvailable, testFolder, testMariadb, testPostgres } from "@opora/test-support";
import { describe, expect, onTestFinished, type TestContext, test } from "vitest";
import { createHistory, type Step } from "./history.js";
import { type FamilyStores, type NodeFamily, startFamily } from "./node-family.js";

const seeds = [1, 2, 3];
const steps = 90;

describe.each(seeds)("the history of seed %i", (seed) => {
  const history = createHistory(seed, steps);

  test("ends on SQLite as it does in memory", async () => {
    const folder = testFolder();
    await compareWithMemory(history, () => databaseStores((name) => openSqlite({ path: join(folder, `${name}.db`) })));
  }, 240_000);

  test("ends on PostgreSQL as it does in memory", async (context) => {
    const open = async (): Promise<SqlDatabase> => openPostgres({ url: await onServer(context, testPostgres) });
    await compareWithMemory(history, () => databaseStores(open));
  }, 240_000);

  test("ends on MariaDB as it does in memory", async (context) => {
    const open = async (): Promise<SqlDatabase> => openMysql({ url: await onServer(context, testMariadb) });
    await compareWithMemory(history, () => databaseStores(open));
  }, 240_000);
});

test("a history is worth comparing: it accepts, refuses, repeats, settles and archives", async () => {
  const said = new Map<string, number>();
  for (const seed of seeds) {
    const family = await startFamily(memoryStores());
    for (const step of createHistory(seed, steps)) {
      const outcome = await family.apply(step);
      for (const [word] of outcome.matchAll(/PROCESSING_[A-Z_]+|"isRepeat":(?:true|false)|"type":"[a-z]+"/gi)) {
        said.set(word, (said.get(word) ?? 0) + 1);
      }
    }
    await family.close();
  }

  for (const word of ['"isRepeat":true', '"isRepeat":false', '"type":"document"', '"type":"reservation"']) {
    expect([word, said.get(word) ?? 0]).toEqual([word, expect.toSatisfy((count: number) => count > 10)]);
  }
  expect(said.size).toBeGreaterThan(18);
});

/** Lets the same happen in memory and elsewhere, and expects the same results and the same records. */
async function compareWithMemory(history: readonly Step[], openOther: () => Promise<FamilyStores>): Promise<void> {
  const here = await startFamily(memoryStores());
  const there: NodeFamily = await startFamily(await openOther());
  for (const [index, step] of history.entries()) {
    const [expected, found] = [await here.apply(step), await there.apply(step)];
    expect([index, step.type, found]).toEqual([index, step.type, expected]);
  }
  const [expected, found] = [await here.contents(), await there.contents()];
  // Line by line: a difference of everything from everything tells nobody anything.
  for (const [index, line] of expected.entries()) expect(found[index]).toBe(line);
  expect(found.length).toBe(expected.length);
  await there.close();
  await here.close();
}

function memoryStores(): FamilyStores {
  return {
    root: createMemoryStore(),
    "child-1": createMemoryStore(),
    "child-2": createMemoryStore(),
    archive: createMemoryArchive(),
  };
}

async function databaseStores(open: (name: string) => Promise<SqlDatabase>): Promise<FamilyStores> {
  const openFor = async (name: string): Promise<SqlDatabase> => {
    const database = await open(name);
    onTestFinished(() => database.close());
    await migrate(database, [processingMigrations, archiveMigrations]);
    return database;
  };
  return {
    root: createSqlProcessingStore(await openFor("root")),
    "child-1": createSqlProcessingStore(await openFor("child-1")),
    "child-2": createSqlProcessingStore(await openFor("child-2")),
    archive: createSqlArchive(await openFor("archive")),
  };
}

async function onServer(context: TestContext, find: typeof testPostgres | typeof testMariadb): Promise<string> {
  const { url, dispose } = skipUnlessAvailable(context, await find());
  onTestFinished(dispose);
  return url;
}
