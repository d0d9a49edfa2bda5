import { SqlError, type SqlErrorCode } from "@opora/sql";

interface Meaning {
  readonly code: SqlErrorCode;
  readonly retryable?: true;
}

// PostgreSQL, Appendix A: error codes (SQLSTATE). CockroachDB and YugabyteDB use the same.
const byState: Readonly<Record<string, Meaning>> = {
  "22001": { code: "SQL_CHECK_VIOLATION" },
  "23502": { code: "SQL_NOT_NULL_VIOLATION" },
  "23503": { code: "SQL_FOREIGN_KEY_VIOLATION" },
  "23505": { code: "SQL_UNIQUE_VIOLATION" },
  "25006": { code: "SQL_UNAVAILABLE", retryable: true },
  "25P03": { code: "SQL_UNAVAILABLE", retryable: true },
  "40001": { code: "SQL_SERIALIZATION_FAILURE", retryable: true },
  "40P01": { code: "SQL_SERIALIZATION_FAILURE", retryable: true },
  "40003": { code: "SQL_OUTCOME_UNKNOWN" },
  "53100": { code: "SQL_STORE_FULL", retryable: true },
  "55P03": { code: "SQL_LOCK_TIMEOUT", retryable: true },
  "57014": { code: "SQL_STATEMENT_TIMEOUT" },
  XX001: { code: "SQL_STORE_CORRUPT" },
  XX002: { code: "SQL_STORE_CORRUPT" },
};

const byClass: Readonly<Record<string, Meaning>> = {
  "08": { code: "SQL_UNAVAILABLE", retryable: true },
  "22": { code: "SQL_CHECK_VIOLATION" },
  "23": { code: "SQL_CHECK_VIOLATION" },
  "28": { code: "SQL_UNAVAILABLE" },
  "3D": { code: "SQL_UNAVAILABLE" },
  "40": { code: "SQL_SERIALIZATION_FAILURE", retryable: true },
  "42": { code: "SQL_STATEMENT_INVALID" },
  "53": { code: "SQL_UNAVAILABLE", retryable: true },
  "57": { code: "SQL_UNAVAILABLE", retryable: true },
};

// Their texts quote what was sent ("Key (email)=(…) already exists"), so they stay out of our error.
const quotingValues: ReadonlySet<string> = new Set(["22", "23"]);

/** What `pg` adds to an error that the server reported. */
interface ServerError extends Error {
  readonly code: string;
  readonly severity: string;
  readonly constraint?: string;
  readonly column?: string;
  readonly table?: string;
}

/** Gives an error of `pg` its code. Whatever does not come from the server means that the connection is lost. */
export function translatePostgresError(error: unknown, statement: string): SqlError {
  if (SqlError.is(error)) return error;
  if (!isServerError(error)) {
    const reason = error instanceof Error ? error.message : String(error);
    return new SqlError("SQL_UNAVAILABLE", `PostgreSQL cannot be reached: ${reason}.`, {
      cause: error,
      retryable: true,
      details: { engine: "postgres" },
    });
  }
  const stateClass = error.code.slice(0, 2);
  const { code, retryable } = byState[error.code] ?? byClass[stateClass] ?? { code: "SQL_FAILED" as const };
  const quotesValues = quotingValues.has(stateClass);
  const reason = quotesValues ? describeSubject(error) : `: ${error.message}`;
  return new SqlError(code, `PostgreSQL reported ${error.code}${reason}.`, {
    ...(!quotesValues && { cause: error }),
    retryable: retryable ?? false,
    details: {
      engine: "postgres",
      engineCode: error.code,
      statement: statement.slice(0, 500),
      ...(error.constraint !== undefined && { constraint: error.constraint }),
    },
  });
}

function isServerError(error: unknown): error is ServerError {
  if (!(error instanceof Error)) return false;
  const { code, severity } = error as Partial<ServerError>;
  return typeof code === "string" && typeof severity === "string";
}

function describeSubject({ table, column, constraint }: ServerError): string {
  const subjects = [
    ...(table === undefined ? [] : [`table ${table}`]),
    ...(column === undefined ? [] : [`column ${column}`]),
    ...(constraint === undefined ? [] : [`constraint ${constraint}`]),
  ];
  return subjects.length === 0 ? "" : ` (${subjects.join(", ")})`;
}
