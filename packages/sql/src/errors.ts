import { OporaError } from "@opora/core";

/** Codes of the errors that `@opora/sql` throws, the same on every engine. */
export type SqlErrorCode =
  /** A row with this key exists. */
  | "SQL_UNIQUE_VIOLATION"
  | "SQL_FOREIGN_KEY_VIOLATION"
  | "SQL_NOT_NULL_VIOLATION"
  /** A value outside what its column allows: too long, out of range, refused by a check. */
  | "SQL_CHECK_VIOLATION"
  /** The engine rolled the transaction back in favour of another one (40001, 40P01, deadlock). Running it again is safe. */
  | "SQL_SERIALIZATION_FAILURE"
  /** A lock was not granted in time. */
  | "SQL_LOCK_TIMEOUT"
  /** A statement ran longer than its limit, or was cancelled by an administrator. */
  | "SQL_STATEMENT_TIMEOUT"
  /** The database cannot be reached, or no connection became free in time. Nothing was done. */
  | "SQL_UNAVAILABLE"
  /** The connection was lost while a commit was under way: it may or may not have been carried out. Find out before repeating. */
  | "SQL_OUTCOME_UNKNOWN"
  /** More callers wait for a connection than allowed. Nothing was done. */
  | "SQL_OVERLOADED"
  /** Another process owns the database file. */
  | "SQL_STORE_LOCKED"
  | "SQL_STORE_CORRUPT"
  /** The disk, or the quota of the database, is full. */
  | "SQL_STORE_FULL"
  /** The database acknowledges commits that a power failure would lose. */
  | "SQL_NOT_DURABLE"
  /** An applied migration differs from the defined one, or the database knows migrations that this program does not. */
  | "SQL_MIGRATION_MISMATCH"
  /** The lease under which something was to be written is held by nobody, or by somebody else. */
  | "SQL_LEASE_LOST"
  /** A statement that the engine does not understand: syntax, or a table or column that does not exist. */
  | "SQL_STATEMENT_INVALID"
  /** A parameter or a result that has no place in the value mapping. */
  | "SQL_VALUE_UNSUPPORTED"
  /** The transaction was used after its end, after a failed statement, or opened another one. */
  | "SQL_TRANSACTION_INVALID"
  /** The database was used after `close()`. */
  | "SQL_CLOSED"
  | "SQL_OPTIONS_INVALID"
  /** The engine failed in another way; `details.engineCode` is its own code. */
  | "SQL_FAILED";

/**
 * An error of `@opora/sql`. Values of parameters never enter it: where an engine's own error quotes them (a duplicate key,
 * a value out of range) that error is not kept as the cause either.
 */
export class SqlError extends OporaError<SqlErrorCode> {
  static override readonly brand: string = "@opora/sql/SqlError";
}

/** Builds the error for an option that cannot be used. */
export function invalidOption(path: string, requirement: string): SqlError {
  return new SqlError("SQL_OPTIONS_INVALID", `${path} ${requirement}.`, { details: { path } });
}
