import { SqlError, type SqlErrorCode } from "@opora/sql";

interface Meaning {
  readonly code: SqlErrorCode;
  readonly numbers: readonly number[];
  readonly retryable?: true;
}

// MySQL 8.0 and MariaDB server error reference. The numbers below 4000 mean the same in both.
const meanings: readonly Meaning[] = [
  { code: "SQL_UNIQUE_VIOLATION", numbers: [1022, 1062, 1586] },
  { code: "SQL_FOREIGN_KEY_VIOLATION", numbers: [1216, 1217, 1451, 1452] },
  { code: "SQL_NOT_NULL_VIOLATION", numbers: [1048, 1364] },
  // 3819 is MySQL's failed check, 4025 MariaDB's.
  { code: "SQL_CHECK_VIOLATION", numbers: [1264, 1265, 1292, 1366, 1406, 1690, 3819, 4025] },
  // 1020: the row has changed since it was read (MariaDB, snapshot isolation). 1213: deadlock.
  { code: "SQL_SERIALIZATION_FAILURE", numbers: [1020, 1213], retryable: true },
  { code: "SQL_LOCK_TIMEOUT", numbers: [1205, 3572], retryable: true },
  { code: "SQL_STATEMENT_TIMEOUT", numbers: [1317, 1969, 3024] },
  // Too many connections, shutting down, killed, network broken, read only (a replica after a failover).
  {
    code: "SQL_UNAVAILABLE",
    numbers: [1040, 1053, 1077, 1079, 1152, 1158, 1159, 1160, 1161, 1203, 1290, 1836, 1927, 3169, 4031],
    retryable: true,
  },
  // Access denied, unknown database.
  { code: "SQL_UNAVAILABLE", numbers: [1044, 1045, 1049, 1129, 1698] },
  { code: "SQL_STORE_FULL", numbers: [1021, 1041, 1114], retryable: true },
  { code: "SQL_STORE_CORRUPT", numbers: [1034, 1194, 1712] },
  {
    code: "SQL_STATEMENT_INVALID",
    numbers: [1050, 1051, 1054, 1060, 1061, 1064, 1065, 1072, 1091, 1109, 1146, 1149, 1305],
  },
];

const byNumber: ReadonlyMap<number, Meaning> = new Map(
  meanings.flatMap((meaning) => meaning.numbers.map((number) => [number, meaning] as const)),
);

// Only these reports are free of the values that were sent ("Duplicate entry '…' for key", "Incorrect value '…'").
const quotingNothing: ReadonlySet<SqlErrorCode> = new Set<SqlErrorCode>([
  "SQL_SERIALIZATION_FAILURE",
  "SQL_LOCK_TIMEOUT",
  "SQL_STATEMENT_TIMEOUT",
  "SQL_UNAVAILABLE",
  "SQL_STORE_FULL",
  "SQL_STORE_CORRUPT",
  "SQL_STATEMENT_INVALID",
]);

/** What `mysql2` adds to an error that the server reported. */
interface ServerError extends Error {
  readonly code: string;
  readonly errno: number;
  readonly sqlMessage: string;
}

/** Gives an error of `mysql2` its code. Whatever does not come from the server means that the connection is lost. */
export function translateMysqlError(error: unknown, statement: string): SqlError {
  if (SqlError.is(error)) return error;
  if (!isServerError(error)) {
    const reason = error instanceof Error ? error.message : String(error);
    return new SqlError("SQL_UNAVAILABLE", `MySQL cannot be reached: ${reason}.`, {
      cause: error,
      retryable: true,
      details: { engine: "mysql" },
    });
  }
  const { code, retryable } = byNumber.get(error.errno) ?? { code: "SQL_FAILED" as const };
  const quotesNothing = quotingNothing.has(code);
  const constraint = /(?:for key|CONSTRAINT|Check constraint) [`'"]([\w.]+)[`'"]/.exec(error.sqlMessage)?.[1];
  const subject = constraint === undefined ? "" : ` (${constraint})`;
  return new SqlError(
    code,
    `MySQL reported ${error.errno} ${error.code}${quotesNothing ? `: ${error.sqlMessage}` : subject}.`,
    {
      ...(quotesNothing && { cause: error }),
      retryable: retryable ?? false,
      details: {
        engine: "mysql",
        engineCode: error.code,
        statement: statement.slice(0, 500),
        ...(constraint !== undefined && { constraint }),
      },
    },
  );
}

function isServerError(error: unknown): error is ServerError {
  if (!(error instanceof Error)) return false;
  const { errno, sqlMessage } = error as Partial<ServerError>;
  return typeof errno === "number" && typeof sqlMessage === "string";
}
