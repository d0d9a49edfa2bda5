import { EventEmitter, once } from "node:events";
import { createServer } from "node:net";
import type { SqlDatabase } from "@opora/sql";
import { openPostgres, type PostgresOptions } from "@opora/sql/postgres";
import { skipUnlessAvailable, testPostgres } from "@opora/test-support";
import pg from "pg";
import { expect, onTestFinished, type TestContext, test } from "vitest";

async function open(context: TestContext, options: Omit<PostgresOptions, "url" | "pool"> = {}): Promise<SqlDatabase> {
  const { url, dispose } = skipUnlessAvailable(context, await testPostgres());
  onTestFinished(dispose);
  const database = await openPostgres({ url, ...options });
  onTestFinished(() => database.close());
  return database;
}

test("a connection that the server ends within a transaction undoes it, and the next one works", async (context) => {
  const database = await open(context);
  await database.execute("create table t (id text primary key)");
  const failing = database.transaction(async (transaction) => {
    await transaction.execute("insert into t values ('1')");
    const { rows } = await transaction.execute<{ pid: bigint }>("select pg_backend_pid() as pid");
    await database.execute("select pg_terminate_backend($1)", [rows[0]?.pid ?? 0n]);
    await transaction.execute("insert into t values ('2')");
  });
  await expect(failing).rejects.toMatchObject({ code: "SQL_UNAVAILABLE", retryable: true });
  expect((await database.execute("select count(*) as n from t")).rows).toEqual([{ n: 0n }]);
});

test("a connection that the server ends while it is idle does not end the process", async (context) => {
  const lost: string[] = [];
  const database = await open(context, { logger: { log: (_, message) => void lost.push(message) } });
  await database.transaction(async (transaction) => {
    // A second connection, which is idle again when the first one has it ended.
    await database.execute("select 1");
    await transaction.execute(
      "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()",
    );
  });
  await expect.poll(() => lost).toEqual(["An idle PostgreSQL connection was lost."]);
  expect((await database.execute("select 1 as one")).rows).toEqual([{ one: 1n }]);
});

test("a statement that is called off under way is not waited for", async (context) => {
  const database = await open(context);
  const controller = new AbortController();
  const reason = new Error("called off");
  const hanging = database.transaction(
    async (transaction) => {
      const sleeping = transaction.execute("select pg_sleep(600)");
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
  await expect(database.execute("select pg_sleep(600)")).rejects.toMatchObject({ code: "SQL_STATEMENT_TIMEOUT" });
});

test("a lock that is not granted in time is told as such", async (context) => {
  const database = await open(context, { lockMsMax: 100 });
  await database.execute("create table t (id text primary key)");
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
  await database.execute("create table t (id text primary key, n bigint not null)");
  await database.execute("insert into t values ('a', 0), ('b', 0)");
  let arrived = 0;
  const meeting = new EventEmitter();
  const bothArrived = once(meeting, "both");
  const update = async (first: string, second: string): Promise<number> => {
    let runs = 0;
    await database.transaction(
      async (transaction) => {
        runs += 1;
        await transaction.execute("update t set n = n + 1 where id = $1", [first]);
        arrived += 1;
        if (arrived === 2) meeting.emit("both");
        await bothArrived;
        await transaction.execute("update t set n = n + 1 where id = $1", [second]);
      },
      { retries: 3 },
    );
    return runs;
  };
  const runs = await Promise.all([update("a", "b"), update("b", "a")]);
  expect(runs.sort()).toEqual([1, 2]);
  expect((await database.execute("select n from t")).rows).toEqual([{ n: 2n }, { n: 2n }]);
});

test("lists go to the server as arrays, for statements about many rows", async (context) => {
  const database = await open(context);
  await database.execute("create table t (id text primary key, n bigint, body bytea)");
  const ids = ["a", 'b"{},\\', "c"];
  const { affectedRows } = await database.execute(
    "insert into t select * from unnest($1::text[], $2::bigint[], $3::bytea[])",
    [ids, [1n, null, 2n ** 62n], [Uint8Array.of(0, 255), new Uint8Array(0), null]],
  );
  expect(affectedRows).toBe(3);
  expect((await database.execute("select id, n, body from t order by id")).rows).toEqual([
    { id: "a", n: 1n, body: Uint8Array.of(0, 255) },
    { id: 'b"{},\\', n: null, body: new Uint8Array(0) },
    { id: "c", n: 2n ** 62n, body: null },
  ]);
});

test("a pool of the host is used as it is, and left open", async (context) => {
  const { url, dispose } = skipUnlessAvailable(context, await testPostgres());
  onTestFinished(dispose);
  const pool = new pg.Pool({ connectionString: url });
  const database = await openPostgres({ pool, statements: "unnamed" });
  expect((await database.execute("select $1::bigint as n", [2n ** 62n])).rows).toEqual([{ n: 2n ** 62n }]);
  const { rows } = await database.execute("select count(*) as n from pg_prepared_statements");
  expect(rows).toEqual([{ n: 0n }]);
  await database.close();
  const own = await pool.query("select 1::bigint as n");
  expect(own.rows).toEqual([{ n: "1" }]);
  await pool.end();
});

test("a server that is not there, or hangs up, is told as unavailable", async () => {
  const server = createServer((socket) => socket.destroy());
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" ? address?.port : undefined;
  const database = await openPostgres({ url: `postgres://nobody@127.0.0.1:${port}/none` });
  onTestFinished(() => database.close());
  await expect(database.execute("select 1")).rejects.toMatchObject({ code: "SQL_UNAVAILABLE", retryable: true });
  await new Promise((resolve) => server.close(resolve));
  await expect(database.execute("select 1")).rejects.toMatchObject({ code: "SQL_UNAVAILABLE", retryable: true });
});

test.each([{}, { url: "postgres://x/y", maxConnections: 0 }, { url: "postgres://x/y", statements: "some" }])(
  "options %o are refused",
  async (options) => {
    await expect(openPostgres(options as PostgresOptions)).rejects.toMatchObject({ code: "SQL_OPTIONS_INVALID" });
  },
);
