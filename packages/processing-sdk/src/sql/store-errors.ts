import { ProcessingError, type ProcessingErrorCode } from "@opora/processing-sdk";
import { SqlError, type SqlErrorCode } from "@opora/sql";

interface Meaning {
  readonly code: ProcessingErrorCode;
  readonly message: string;
}

const conflict: Meaning = {
  code: "PROCESSING_STORE_CONFLICT",
  message: "Another transaction changed the same records. Nothing was done; run it again.",
};
const unavailable: Meaning = {
  code: "PROCESSING_STORE_UNAVAILABLE",
  message: "The database cannot be reached, or takes no more work. Nothing was done; try later.",
};
const unfit: Meaning = {
  code: "PROCESSING_MALFORMED_DOCUMENT",
  message: "The database refuses a value of a record. Nothing was done.",
};
const closed: Meaning = {
  code: "PROCESSING_CLOSED",
  message: "The transaction or the store has ended; nothing can follow it.",
};
const broken: Meaning = {
  code: "PROCESSING_STORE_CORRUPT",
  message: "The database is not what the store made it: damaged, or its tables are missing or of another version.",
};

const meanings: Readonly<Record<SqlErrorCode, Meaning>> = {
  SQL_UNIQUE_VIOLATION: conflict,
  SQL_SERIALIZATION_FAILURE: conflict,
  SQL_LOCK_TIMEOUT: conflict,
  SQL_STATEMENT_TIMEOUT: unavailable,
  SQL_UNAVAILABLE: unavailable,
  SQL_OVERLOADED: unavailable,
  SQL_STORE_FULL: unavailable,
  SQL_STORE_LOCKED: unavailable,
  SQL_LEASE_LOST: unavailable,
  SQL_OUTCOME_UNKNOWN: {
    code: "PROCESSING_OUTCOME_UNKNOWN",
    message: "The answer to a commit was lost: it may have been carried out. Repeat with the same ids.",
  },
  SQL_NOT_NULL_VIOLATION: unfit,
  SQL_CHECK_VIOLATION: unfit,
  SQL_FOREIGN_KEY_VIOLATION: unfit,
  SQL_VALUE_UNSUPPORTED: unfit,
  SQL_CLOSED: closed,
  SQL_TRANSACTION_INVALID: closed,
  SQL_STORE_CORRUPT: broken,
  SQL_STATEMENT_INVALID: broken,
  SQL_MIGRATION_MISMATCH: broken,
  SQL_FAILED: broken,
  SQL_NOT_DURABLE: {
    code: "PROCESSING_OPTIONS_INVALID",
    message:
      "The database acknowledges commits that a power failure would lose. Nothing was done; change its settings.",
  },
  SQL_OPTIONS_INVALID: { code: "PROCESSING_OPTIONS_INVALID", message: "The database refuses an option." },
};

const retryable: ReadonlySet<Meaning> = new Set([conflict, unavailable, meanings.SQL_OUTCOME_UNKNOWN]);

/** Gives an error of the database the code that callers of a store know; whatever else was thrown stays what it is. */
export function translateStoreError(error: unknown): unknown {
  if (!SqlError.is(error)) return error;
  const meaning = meanings[error.code] ?? broken;
  return new ProcessingError(meaning.code, meaning.message, {
    cause: error,
    retryable: retryable.has(meaning),
    outcome: meaning.code === "PROCESSING_OUTCOME_UNKNOWN" ? "unknown" : "not-done",
    details: { sqlCode: error.code },
  });
}
