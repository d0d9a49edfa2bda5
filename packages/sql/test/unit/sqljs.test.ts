import { openSqljs } from "@opora/sql/sqljs";
import { expect, onTestFinished, test } from "vitest";

test("an export is a SQLite file that can be opened again", async () => {
  const original = await openSqljs();
  onTestFinished(() => original.close());
  await original.execute("create table notes (id text primary key, amount integer) strict");
  await original.execute("insert into notes values (?, ?)", ["1", 2n ** 60n]);
  const bytes = await original.exportBytes();
  expect(new TextDecoder().decode(bytes.subarray(0, 15))).toBe("SQLite format 3");

  const copy = await openSqljs({ bytes });
  onTestFinished(() => copy.close());
  await original.execute("delete from notes");
  expect((await copy.execute("select * from notes")).rows).toEqual([{ id: "1", amount: 2n ** 60n }]);
});

test("a database goes on after an export, with its settings", async () => {
  const database = await openSqljs();
  onTestFinished(() => database.close());
  await database.execute("create table parents (id text primary key) strict");
  await database.execute("create table children (id text primary key, parent text references parents (id)) strict");
  const insert = "insert into children values (?, ?)";
  await database.execute(insert, ["1", null]);
  await database.exportBytes();
  await database.execute(insert, ["2", null]);
  await expect(database.execute(insert, ["3", "nobody"])).rejects.toMatchObject({ code: "SQL_FOREIGN_KEY_VIOLATION" });
});

test("an export waits for the transaction under way", async () => {
  const database = await openSqljs();
  onTestFinished(() => database.close());
  await database.execute("create table notes (id text primary key) strict");
  const exported = database.transaction(async (transaction) => {
    const promise = database.exportBytes();
    await transaction.execute("insert into notes values ('1')");
    await transaction.execute("insert into notes values ('2')");
    return { promise };
  });
  const copy = await openSqljs({ bytes: await (await exported).promise });
  onTestFinished(() => copy.close());
  expect((await copy.execute("select count(*) as n from notes")).rows).toEqual([{ n: 2n }]);
});

test("bytes that are no SQLite file are refused", async () => {
  const bytes = new TextEncoder().encode("no database, but more than sixteen bytes of text".repeat(100));
  await expect(openSqljs({ bytes })).rejects.toMatchObject({ code: "SQL_STORE_CORRUPT" });
});

test("an unknown option is refused", async () => {
  await expect(openSqljs({ byte: new Uint8Array(0) } as object)).rejects.toMatchObject({
    code: "SQL_OPTIONS_INVALID",
    details: { path: "byte" },
  });
});
