import { createSqlProcessingStore } from "@opora/processing-sdk/sql";
import { createSqlDatabase, type SqlConnection, SqlError, type SqlErrorCode } from "@opora/sql";
import { describe, expect, test } from "vitest";

/** A store on a database that fails in one place. */
function storeThatFails(place: "execute" | "commit" | "connect", code: SqlErrorCode) {
  const fail = async (): Promise<never> => {
    throw new SqlError(code, "The engine failed.");
  };
  const connection: SqlConnection = {
    execute: place === "execute" ? fail : async () => ({ rows: [], affectedRows: 0 }),
    begin: async () => undefined,
    commit: place === "commit" ? fail : async () => undefined,
    rollback: async () => undefined,
    findDurabilityGap: async () => undefined,
    release: () => undefined,
    discard: () => undefined,
  };
  const connect = place === "connect" ? fail : async () => connection;
  const close = async (): Promise<void> => undefined;
  return createSqlProcessingStore(createSqlDatabase({ engine: "sqlite", maxConnections: 1, connect, close }));
}

describe("an error of the database reaches the caller of a store under a code that says what to do", () => {
  test.each([
    ["execute", "SQL_UNIQUE_VIOLATION", "PROCESSING_STORE_CONFLICT", true],
    ["execute", "SQL_SERIALIZATION_FAILURE", "PROCESSING_STORE_CONFLICT", true],
    ["execute", "SQL_LOCK_TIMEOUT", "PROCESSING_STORE_CONFLICT", true],
    ["commit", "SQL_SERIALIZATION_FAILURE", "PROCESSING_STORE_CONFLICT", true],
    ["connect", "SQL_UNAVAILABLE", "PROCESSING_STORE_UNAVAILABLE", true],
    ["connect", "SQL_OVERLOADED", "PROCESSING_STORE_UNAVAILABLE", true],
    ["execute", "SQL_UNAVAILABLE", "PROCESSING_STORE_UNAVAILABLE", true],
    ["execute", "SQL_STATEMENT_TIMEOUT", "PROCESSING_STORE_UNAVAILABLE", true],
    ["execute", "SQL_STORE_FULL", "PROCESSING_STORE_UNAVAILABLE", true],
    ["commit", "SQL_UNAVAILABLE", "PROCESSING_OUTCOME_UNKNOWN", true],
    ["commit", "SQL_OUTCOME_UNKNOWN", "PROCESSING_OUTCOME_UNKNOWN", true],
    ["execute", "SQL_CHECK_VIOLATION", "PROCESSING_MALFORMED_DOCUMENT", false],
    ["execute", "SQL_STATEMENT_INVALID", "PROCESSING_STORE_CORRUPT", false],
    ["execute", "SQL_STORE_CORRUPT", "PROCESSING_STORE_CORRUPT", false],
    ["commit", "SQL_NOT_DURABLE", "PROCESSING_OPTIONS_INVALID", false],
    ["connect", "SQL_CLOSED", "PROCESSING_CLOSED", false],
  ] as const)("at %s, %s becomes %s", async (place, sqlCode, code, retryable) => {
    const outcome = storeThatFails(place, sqlCode).transaction("write", (transaction) =>
      transaction.read("counters", [["feed", "0"]]),
    );
    await expect(outcome).rejects.toMatchObject({
      code,
      retryable,
      outcome: code === "PROCESSING_OUTCOME_UNKNOWN" ? "unknown" : "not-done",
      cause: expect.any(SqlError),
    });
  });

  test("what the work throws stays what it is", async () => {
    const reason = new Error("the work gave up");
    const outcome = storeThatFails("connect", "SQL_CLOSED").transaction("write", async () => undefined);
    await expect(outcome).rejects.toMatchObject({ code: "PROCESSING_CLOSED" });
    const given = storeThatFails("execute", "SQL_FAILED").transaction("write", async () => {
      throw reason;
    });
    await expect(given).rejects.toBe(reason);
  });
});
