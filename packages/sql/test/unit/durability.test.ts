import { join } from "node:path";
import type { SqlDatabase } from "@opora/sql";
import { openMysql } from "@opora/sql/mysql";
import { openPostgres } from "@opora/sql/postgres";
import { openSqlite } from "@opora/sql/sqlite";
import { openSqliteHandle, type SqliteHandle } from "@opora/sql/sqlite-handle";
import { openSqljs } from "@opora/sql/sqljs";
import { skipUnlessAvailable, testFolder, testMariadb, testPostgres } from "@opora/test-support";
import mysql from "mysql2";
import sqlite, { type BindValues } from "node-sqlite3-wasm";
import { describe, expect, onTestFinished, test } from "vitest";

const createTable = "create table t (id varchar(10) primary key)";
const insert = "insert into t (id) values ('1')";

async function expectRefusedWrites(database: SqlDatabase, gap: string): Promise<void> {
  await expect(database.transaction((transaction) => transaction.execute(insert))).rejects.toMatchObject({
    code: "SQL_NOT_DURABLE",
    details: { gap },
  });
  await expect(database.execute(insert)).rejects.toMatchObject({ code: "SQL_NOT_DURABLE" });
  expect((await database.execute("select id from t")).rows).toEqual([]);
}

describe("a database that would lose commits is refused", () => {
  test("SQLite with synchronous=NORMAL", async () => {
    const database = await openSqlite({ path: join(testFolder(), "a.db") });
    onTestFinished(() => database.close());
    await database.execute(createTable);
    await database.execute("pragma synchronous = normal");
    await expectRefusedWrites(database, "synchronous is 1, not FULL");
  });

  test("a handle that lowers its setting at the first write, as better-sqlite3 does by default", async () => {
    const database = await openSqliteHandle({ handle: openLoweringHandle(join(testFolder(), "a.db")) });
    onTestFinished(() => database.close());
    await database.execute(createTable);
    expect((await database.execute("pragma synchronous")).rows).toEqual([{ synchronous: 2n }]);
    await expectRefusedWrites(database, "synchronous is 1, not FULL");
  });

  test("a handle in memory", async () => {
    const database = await openSqliteHandle({ handle: openMemoryHandle() });
    onTestFinished(() => database.close());
    await database.execute(createTable);
    await expectRefusedWrites(database, "it is in memory");
  });

  test("PostgreSQL with synchronous_commit=off", async (context) => {
    const { url, dispose } = skipUnlessAvailable(context, await testPostgres());
    onTestFinished(dispose);
    const options = encodeURIComponent("-c synchronous_commit=off");
    const database = await openPostgres({ url: `${url}?options=${options}` });
    await database.execute(createTable);
    await expectRefusedWrites(database, "synchronous_commit is off");
    await database.close();

    const relaxed = await openPostgres({ url: `${url}?options=${options}`, durability: "relaxed" });
    await relaxed.execute(insert);
    await relaxed.close();
  });

  test("MariaDB that writes its log once a second", async (context) => {
    const { url, dispose } = skipUnlessAvailable(context, await testMariadb());
    onTestFinished(dispose);
    // The setting is the whole server's, so another answer is put into the mouth of this pool alone.
    const pool = mysql.createPool({ uri: url, supportBigNumbers: true });
    pool.on("connection", (connection) => {
      const query = connection.query.bind(connection) as (...parameters: unknown[]) => unknown;
      Object.assign(connection, {
        query: (options: { sql: string }, answer: unknown) =>
          query({ ...options, sql: options.sql.replace("@@innodb_flush_log_at_trx_commit", "2") }, answer),
      });
    });
    const database = await openMysql({ pool });
    await database.execute(createTable);
    await expectRefusedWrites(database, "innodb_flush_log_at_trx_commit is 2, not 1");
    await database.close();
    await new Promise((resolve) => pool.end(resolve));
  });
});

describe("a database that keeps commits takes writes", () => {
  test("on SQLite, PostgreSQL and MariaDB as they are set up here", async (context) => {
    const postgres = skipUnlessAvailable(context, await testPostgres());
    onTestFinished(postgres.dispose);
    const mariadb = skipUnlessAvailable(context, await testMariadb());
    onTestFinished(mariadb.dispose);
    const databases = [
      await openSqlite({ path: join(testFolder(), "a.db") }),
      await openPostgres({ url: postgres.url }),
      await openMysql({ url: mariadb.url }),
    ];
    for (const database of databases) {
      await database.execute(createTable);
      expect((await database.execute(insert)).affectedRows).toBe(1);
      await database.close();
    }
  });

  test("and sql.js takes them without a promise", async () => {
    const database = await openSqljs();
    await database.execute(createTable);
    await database.execute(insert);
    await database.close();
  });
});

function openMemoryHandle(): SqliteHandle {
  return toHandle(new sqlite.Database(":memory:"));
}

/** Its setting cannot be changed within a transaction by a statement, so the handle gives another answer. */
function openLoweringHandle(path: string): SqliteHandle {
  const database = new sqlite.Database(path);
  database.exec("pragma locking_mode = exclusive");
  const handle = toHandle(database);
  let hasWritten = false;
  return {
    ...handle,
    prepare(text) {
      const statement = handle.prepare(text);
      const isLowered = (): boolean => hasWritten && text === "pragma synchronous";
      return {
        all: (...values) => (isLowered() ? [{ synchronous: 1n }] : statement.all(...values)),
        run(...values) {
          hasWritten ||= text.startsWith("insert");
          return statement.run(...values);
        },
      };
    },
  };
}

function toHandle(database: InstanceType<typeof sqlite.Database>): SqliteHandle {
  return {
    prepare: (text) => ({
      all: (...values) => database.all(text, values as BindValues),
      run: (...values) => database.run(text, values as BindValues),
    }),
    exec: (statements) => database.exec(statements),
    close: () => database.close(),
  };
}
