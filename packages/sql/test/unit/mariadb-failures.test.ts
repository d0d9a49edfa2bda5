import { EventEmitter, once } from "node:events";
import { createServer } from "node:net";
import type { SqlDatabase } from "@opora/sql";
import { type MysqlOptions, openMysql } from "@opora/sql/mysql";
import { skipUnlessAvailable, testMariadb } from "@opora/test-support";
import mysql from "mysql2";
import { expect, onTestFinished, type TestContext, test } from "vitest";

async function open(context: TestContext, options: Omit<MysqlOptions, "url" | "pool"> = {}): Promise<SqlDatabase> {
  const { url, dispose } = skipUnlessAvailable(context, await testMariadb());
  onTestFinished(dispose);
  const database = await openMysql({ url, ...options });
  onTestFinished(() => database.close());
  return database;
}

test("a connection that the server ends within a transaction undoes it, and the next one works", async (context) => {
  const database = await open(context);
  await database.execute("create table t (id varchar(10) primary key)");
  const failing = database.transaction(async (transaction) => {
    await transaction.execute("insert into t values ('1')");
    const { rows } = await transaction.execute<{ id: bigint }>("select connection_id() as id");
    await database.execute(`kill ${rows[0]?.id}`);
    await transaction.execute("insert into t values ('2')");
  });
  await expect(failing).rejects.toMatchObject({ code: "SQL_UNAVAILABLE", retryable: true });
  expect((await database.execute("select count(*) as n from t")).rows).toEqual([{ n: 0n }]);
});

test("a statement that is called off under way is not waited for", async (context) => {
  const database = await open(context);
  const controller = new AbortController();
  const reason = new Error("called off");
  const hanging = database.transaction(
    async (transaction) => {
      const sleeping = transaction.execute("select sleep(600)");
      setImmediate(() => controller.abort(reason));
      await sleeping;
    },
    { signal: controller.signal },
  );
  await expect(hanging).rejects.toBe(reason);
  expect((await database.execute("select 1 as one")).rows).toEqual([{ one: 1n }]);
});

test("a statement that takes too long is ended by the server", async (context) => {
  const database = await open(context, { statementMsMax: 100 });
  const slow =
    "select count(*) from information_schema.columns a, information_schema.columns b, information_schema.columns c";
  await expect(database.execute(slow)).rejects.toMatchObject({ code: "SQL_STATEMENT_TIMEOUT" });
});

test("a lock that is not granted in time is told as such", async (context) => {
  const database = await open(context, { lockMsMax: 1_000 });
  await database.execute("create table t (id varchar(10) primary key)");
  await database.execute("insert into t values ('1')");
  await database.transaction(async (transaction) => {
    await transaction.execute("select id from t for update");
    await expect(database.execute("update t set id = '2'")).rejects.toMatchObject({
      code: "SQL_LOCK_TIMEOUT",
      retryable: true,
    });
  });
});

test("transactions that wait for each other end by one giving way and being repeated", async (context) => {
  const database = await open(context);
  await database.execute("create table t (id varchar(10) primary key, n bigint not null)");
  await database.execute("insert into t values ('a', 0), ('b', 0)");
  const meeting = new EventEmitter();
  const bothArrived = once(meeting, "both");
  let arrived = 0;
  const update = async (first: string, second: string): Promise<number> => {
    let runs = 0;
    await database.transaction(
      async (transaction) => {
        runs += 1;
        await transaction.execute("update t set n = n + 1 where id = ?", [first]);
        arrived += 1;
        if (arrived === 2) meeting.emit("both");
        await bothArrived;
        await transaction.execute("update t set n = n + 1 where id = ?", [second]);
      },
      { retries: 3 },
    );
    return runs;
  };
  const runs = await Promise.all([update("a", "b"), update("b", "a")]);
  expect(runs.sort()).toEqual([1, 2]);
  expect((await database.execute("select n from t")).rows).toEqual([{ n: 2n }, { n: 2n }]);
});

test("sessions are strict, in UTC and read committed, whatever the server's defaults", async (context) => {
  const database = await open(context);
  const { rows } = await database.execute(
    "select @@session.time_zone as zone, @@session.tx_isolation as isolation, " +
      "find_in_set('STRICT_ALL_TABLES', @@session.sql_mode) > 0 as strict",
  );
  expect(rows).toEqual([{ zone: "+00:00", isolation: "READ-COMMITTED", strict: 1n }]);
});

test("a pool of the host is used as it is, and left open", async (context) => {
  const { url, dispose } = skipUnlessAvailable(context, await testMariadb());
  onTestFinished(dispose);
  const pool = mysql.createPool({ uri: url });
  const database = await openMysql({ pool });
  expect((await database.execute("select cast(? as signed) as n", [2n ** 62n])).rows).toEqual([{ n: 2n ** 62n }]);
  await database.close();
  const own = await pool.promise().query("select 1 as n");
  expect(own[0]).toEqual([{ n: 1 }]);
  await pool.promise().end();
});

test("a server that is not there, or hangs up, is told as unavailable", async () => {
  const server = createServer((socket) => socket.destroy());
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" ? address?.port : undefined;
  const database = await openMysql({ url: `mysql://nobody@127.0.0.1:${port}/none` });
  onTestFinished(() => database.close());
  await expect(database.execute("select 1")).rejects.toMatchObject({ code: "SQL_UNAVAILABLE", retryable: true });
  await new Promise((resolve) => server.close(resolve));
  await expect(database.execute("select 1")).rejects.toMatchObject({ code: "SQL_UNAVAILABLE", retryable: true });
});

test.each([{}, { url: "mysql://x/y", maxConnections: 1 }, { url: "mysql://x/y", port: 1 }])(
  "options %o are refused",
  async (options) => {
    await expect(openMysql(options as MysqlOptions)).rejects.toMatchObject({ code: "SQL_OPTIONS_INVALID" });
  },
);
