import { SqlError, type SqlErrorCode } from "@opora/sql";

interface Rule {
  readonly pattern: RegExp;
  readonly code: SqlErrorCode;
  readonly retryable?: true;
}

// The WebAssembly bindings give no code, only SQLite's own message, which every binding passes on unchanged
// (sqlite3_errmsg; texts from sqlite3ErrStr and the constraint reports of the parser). None of them quotes values.
const rules: readonly Rule[] = [
  { pattern: /UNIQUE constraint failed|PRIMARY KEY constraint failed/, code: "SQL_UNIQUE_VIOLATION" },
  { pattern: /FOREIGN KEY constraint failed/, code: "SQL_FOREIGN_KEY_VIOLATION" },
  { pattern: /NOT NULL constraint failed/, code: "SQL_NOT_NULL_VIOLATION" },
  { pattern: /CHECK constraint failed|cannot store \w+ value in|datatype mismatch/, code: "SQL_CHECK_VIOLATION" },
  { pattern: /integer overflow|string or blob too big/, code: "SQL_CHECK_VIOLATION" },
  { pattern: /database (?:table |schema )?is locked/, code: "SQL_LOCK_TIMEOUT", retryable: true },
  { pattern: /malformed|file is not a database/, code: "SQL_STORE_CORRUPT" },
  { pattern: /database or disk is full/, code: "SQL_STORE_FULL", retryable: true },
  { pattern: /disk I\/O error|unable to open database|out of memory/, code: "SQL_UNAVAILABLE", retryable: true },
  {
    pattern: /no such (?:table|column|index|function)|syntax error|incomplete input|has no column/,
    code: "SQL_STATEMENT_INVALID",
  },
  { pattern: /already exists|unrecognized token|ambiguous column|duplicate column/, code: "SQL_STATEMENT_INVALID" },
];

const constraintSubject = /constraint failed: (.+)$/;

/** Gives an error of SQLite its code. The text of the statement goes along, its parameters do not. */
export function translateSqliteError(error: unknown, statement: string): SqlError {
  if (SqlError.is(error)) return error;
  const reported = error instanceof Error ? error.message : String(error);
  const { code, retryable } = rules.find(({ pattern }) => pattern.test(reported)) ?? { code: "SQL_FAILED" as const };
  const constraint = constraintSubject.exec(reported)?.[1];
  return new SqlError(code, `SQLite: ${reported}.`, {
    cause: error,
    retryable: retryable ?? false,
    details: { engine: "sqlite", statement: statement.slice(0, 500), ...(constraint !== undefined && { constraint }) },
  });
}
