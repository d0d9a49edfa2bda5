import { inspect } from "node:util";
import { SqlError, type SqlErrorCode } from "@opora/sql";
import { describe, expect, test } from "vitest";
import { translateMysqlError } from "../../src/adapters/mysql/errors.js";
import { translatePostgresError } from "../../src/adapters/postgres/errors.js";
import { translateSqliteError } from "../../src/sqlite/errors.js";

const secret = "7707083893";

function postgres(code: string): SqlError {
  const detail = `Key (inn)=(${secret}) already exists.`;
  const reported = Object.assign(new Error(`value ${secret}`), { code, severity: "ERROR", detail, constraint: "c" });
  return translatePostgresError(reported, "insert into t values ($1)");
}

function mysql(errno: number, code: string): SqlError {
  const sqlMessage = `Duplicate entry '${secret}' for key 't.c'`;
  const reported = Object.assign(new Error(sqlMessage), { errno, code, sqlMessage });
  return translateMysqlError(reported, "insert into t values (?)");
}

describe("PostgreSQL", () => {
  test.each<[string, SqlErrorCode, boolean]>([
    ["23505", "SQL_UNIQUE_VIOLATION", false],
    ["23503", "SQL_FOREIGN_KEY_VIOLATION", false],
    ["23502", "SQL_NOT_NULL_VIOLATION", false],
    ["23514", "SQL_CHECK_VIOLATION", false],
    ["22003", "SQL_CHECK_VIOLATION", false],
    ["40001", "SQL_SERIALIZATION_FAILURE", true],
    ["40P01", "SQL_SERIALIZATION_FAILURE", true],
    ["40003", "SQL_OUTCOME_UNKNOWN", false],
    ["55P03", "SQL_LOCK_TIMEOUT", true],
    ["57014", "SQL_STATEMENT_TIMEOUT", false],
    ["57P01", "SQL_UNAVAILABLE", true],
    ["53300", "SQL_UNAVAILABLE", true],
    ["08006", "SQL_UNAVAILABLE", true],
    ["28P01", "SQL_UNAVAILABLE", false],
    ["3D000", "SQL_UNAVAILABLE", false],
    ["25006", "SQL_UNAVAILABLE", true],
    ["53100", "SQL_STORE_FULL", true],
    ["XX001", "SQL_STORE_CORRUPT", false],
    ["42601", "SQL_STATEMENT_INVALID", false],
    ["0A000", "SQL_FAILED", false],
  ])("%s is %s", (state, code, retryable) => {
    const { details, ...error } = postgres(state);
    expect(error).toMatchObject({ code, retryable });
    expect(details).toMatchObject({ engine: "postgres", engineCode: state });
  });

  test.each(["23505", "22003", "22P02"])("%s quotes nothing of what was sent", (state) => {
    expect(inspect(postgres(state), { depth: 9 })).not.toContain(secret);
  });

  test("whatever the server did not say means that the connection is lost", () => {
    for (const cause of [
      new Error("read ECONNRESET"),
      Object.assign(new Error("x"), { code: "ECONNREFUSED" }),
      "odd",
    ]) {
      expect(translatePostgresError(cause, "select 1")).toMatchObject({ code: "SQL_UNAVAILABLE", retryable: true });
    }
  });
});

describe("MySQL and MariaDB", () => {
  test.each<[number, SqlErrorCode, boolean]>([
    [1062, "SQL_UNIQUE_VIOLATION", false],
    [1452, "SQL_FOREIGN_KEY_VIOLATION", false],
    [1048, "SQL_NOT_NULL_VIOLATION", false],
    [1406, "SQL_CHECK_VIOLATION", false],
    [3819, "SQL_CHECK_VIOLATION", false],
    [4025, "SQL_CHECK_VIOLATION", false],
    [1213, "SQL_SERIALIZATION_FAILURE", true],
    [1205, "SQL_LOCK_TIMEOUT", true],
    [1969, "SQL_STATEMENT_TIMEOUT", false],
    [3024, "SQL_STATEMENT_TIMEOUT", false],
    [1040, "SQL_UNAVAILABLE", true],
    [1290, "SQL_UNAVAILABLE", true],
    [1045, "SQL_UNAVAILABLE", false],
    [1114, "SQL_STORE_FULL", true],
    [1712, "SQL_STORE_CORRUPT", false],
    [1146, "SQL_STATEMENT_INVALID", false],
    [1999, "SQL_FAILED", false],
  ])("%i is %s", (errno, code, retryable) => {
    expect(mysql(errno, "ER_X")).toMatchObject({ code, retryable, details: { engine: "mysql", engineCode: "ER_X" } });
  });

  test.each([1062, 1366, 1292, 1999])("%i quotes nothing of what was sent, but names the key", (errno) => {
    const error = mysql(errno, "ER_X");
    expect(inspect(error, { depth: 9 })).not.toContain(secret);
    expect(error.details).toMatchObject({ constraint: "t.c" });
  });

  test("whatever the server did not say means that the connection is lost", () => {
    const cause = Object.assign(new Error("Connection lost"), { code: "PROTOCOL_CONNECTION_LOST", fatal: true });
    expect(translateMysqlError(cause, "select 1")).toMatchObject({ code: "SQL_UNAVAILABLE", retryable: true });
  });
});

describe("SQLite", () => {
  test.each<[string, SqlErrorCode, boolean]>([
    ["UNIQUE constraint failed: t.id", "SQL_UNIQUE_VIOLATION", false],
    ["FOREIGN KEY constraint failed", "SQL_FOREIGN_KEY_VIOLATION", false],
    ["NOT NULL constraint failed: t.id", "SQL_NOT_NULL_VIOLATION", false],
    ["CHECK constraint failed: length(x) < 3", "SQL_CHECK_VIOLATION", false],
    ["cannot store TEXT value in INTEGER column t.n", "SQL_CHECK_VIOLATION", false],
    ["database is locked", "SQL_LOCK_TIMEOUT", true],
    ["database disk image is malformed", "SQL_STORE_CORRUPT", false],
    ["file is not a database", "SQL_STORE_CORRUPT", false],
    ["database or disk is full", "SQL_STORE_FULL", true],
    ["disk I/O error", "SQL_UNAVAILABLE", true],
    ["no such table: t", "SQL_STATEMENT_INVALID", false],
    ['near "selec": syntax error', "SQL_STATEMENT_INVALID", false],
    ["something new", "SQL_FAILED", false],
  ])("%j is %s", (message, code, retryable) => {
    expect(translateSqliteError(new Error(message), "insert into t values (?)")).toMatchObject({ code, retryable });
  });
});

test("an error that has its code already is left as it is", () => {
  const error = new SqlError("SQL_CLOSED", "Closed.");
  for (const translate of [translatePostgresError, translateMysqlError, translateSqliteError]) {
    expect(translate(error, "select 1")).toBe(error);
  }
});
