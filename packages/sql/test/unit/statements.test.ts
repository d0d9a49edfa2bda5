import { returnsRows, statementKind } from "@opora/sql";
import { expect, test } from "vitest";

test.each([
  ["select 1", "read"],
  ["  -- why\n  SELECT 1", "read"],
  ["/* hint */ (select 1) union (select 2)", "read"],
  ["pragma synchronous", "read"],
  ["explain select 1", "read"],
  ["values (1)", "read"],
  ["insert into t values (1)", "write"],
  ["UPDATE t SET a = 1", "write"],
  ["delete from t", "write"],
  ["replace into t values (1)", "write"],
  ["with a as (select 1) select * from a", "read"],
  ["with a as (select 1) insert into t select * from a", "write"],
  ["with a as (delete from t returning id) select * from a", "write"],
  ["create table t (id text)", "other"],
  ["set local lock_timeout = 1", "other"],
  ["selected", "other"],
  ["", "other"],
])("%j is a %s", (statement, kind) => {
  expect(statementKind(statement)).toBe(kind);
});

test("rows come back from reads and from writes that return some", () => {
  expect(returnsRows("select 1")).toBe(true);
  expect(returnsRows("insert into t values (1) returning id")).toBe(true);
  expect(returnsRows("insert into t values (1)")).toBe(false);
});

test("a long statement of nothing but blanks is told in no time", () => {
  expect(statementKind(`${" ".repeat(200_000)}x`)).toBe("other");
  expect(statementKind(`${"(".repeat(200_000)}`)).toBe("other");
  expect(statementKind(`${"/* */ -- \n".repeat(50_000)}select 1`)).toBe("read");
});
