import { requireSingleStatement } from "@opora/sql";
import { openSqljs } from "@opora/sql/sqljs";
import { expect, onTestFinished, test } from "vitest";

test.each([
  "select 1",
  "select 1;",
  "select 1 ; \n",
  "select ';' as a, \"b;c\" from `d;e` -- f; g",
  "select 'it''s; fine' /* ; */",
  "create trigger t after insert on a begin delete from b; delete from c; end",
])("%j is one statement", (text) => {
  expect(() => requireSingleStatement(text)).not.toThrow();
});

test.each(["select 1; select 2", "delete from a;delete from b;", "select 'a'; -- and\n drop table b"])(
  "%j is more than one",
  (text) => {
    expect(() => requireSingleStatement(text)).toThrow(expect.objectContaining({ code: "SQL_STATEMENT_INVALID" }));
  },
);

test("SQLite does not carry out the first of two and drop the second", async () => {
  const database = await openSqljs();
  onTestFinished(() => database.close());
  const both = "create table a (id text); create table b (id text)";
  await expect(database.execute(both)).rejects.toMatchObject({ code: "SQL_STATEMENT_INVALID" });
  const { rows } = await database.execute("select name from sqlite_schema");
  expect(rows).toEqual([]);
});
