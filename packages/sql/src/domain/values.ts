/**
 * The one mapping between JavaScript and SQL, the same on every engine.
 *
 * A column holds one of four kinds: text, a 64-bit integer, bytes or null. Whatever else a program needs is written in
 * those: an instant as milliseconds since 1970-01-01T00:00:00Z, a boolean as 0 or 1, JSON and decimals as text. So every
 * integer comes back as `bigint` (a count, a sum, a boolean too) and no engine's own types, time zones or rounding
 * take part.
 */
import { SqlError } from "../errors.js";

/** A value as it comes out of a column. */
export type SqlValue = string | bigint | Uint8Array | null;

/** A value as it goes in: `number` must be a safe integer, `boolean` is stored as 0 or 1. */
export type SqlScalar = SqlValue | number | boolean;

/** A parameter of a statement. A list is for PostgreSQL alone: an array, for instance for `unnest($1::bigint[])`. */
export type SqlParameter = SqlScalar | readonly SqlScalar[];

/** A parameter in the form that an engine takes. */
export type BoundParameter = SqlValue | readonly SqlValue[];

/** A row by column name. */
export type SqlRow = Readonly<Record<string, SqlValue>>;

const integerMin = -(2n ** 63n);
const integerMax = 2n ** 63n - 1n;

// NUL ends a text in SQLite and is refused by PostgreSQL; a lone surrogate would be stored as another character.
const unstorableText = /[\0\p{Surrogate}]/u;

/**
 * Checks the parameters of a statement and brings them into the form that engines take.
 *
 * @throws {@link SqlError} `SQL_VALUE_UNSUPPORTED` with the index as `details.path`; the value itself is not told.
 */
export function bindParameters(parameters: readonly unknown[]): BoundParameter[] {
  return parameters.map((parameter, index) =>
    Array.isArray(parameter)
      ? parameter.map((item, position) => bindScalar(item, `${index}/${position}`))
      : bindScalar(parameter, index),
  );
}

function bindScalar(value: unknown, path: string | number): SqlValue {
  switch (typeof value) {
    case "string":
      if (unstorableText.test(value)) throw unsupported(path, "holds a NUL character or a lone surrogate");
      return value;
    case "bigint":
      if (value < integerMin || value > integerMax) throw unsupported(path, "does not fit into 64 bits");
      return value;
    case "number":
      if (!Number.isSafeInteger(value)) {
        throw unsupported(path, "is not a safe integer; store decimals as text, large integers as bigint");
      }
      return BigInt(value);
    case "boolean":
      return value ? 1n : 0n;
    case "object":
      if (value === null || value instanceof Uint8Array) return value;
      if (value instanceof Date) throw unsupported(path, "is a Date; convert it with instantToSql()");
      throw unsupported(path, "is an object; store JSON as text");
    default:
      throw unsupported(path, `is of type ${typeof value}`);
  }
}

function unsupported(where: string | number, reason: string): SqlError {
  const path = String(where);
  return new SqlError("SQL_VALUE_UNSUPPORTED", `Parameter ${path} ${reason}.`, { details: { path } });
}

/**
 * Brings a number that an engine returned into the mapping.
 *
 * @throws {@link SqlError} `SQL_VALUE_UNSUPPORTED` for anything but a safe integer.
 */
export function integerFromEngine(value: number, column: string): bigint {
  if (Number.isSafeInteger(value)) return BigInt(value);
  throw new SqlError(
    "SQL_VALUE_UNSUPPORTED",
    `Column ${column} of the result is a floating point number. Cast it to an integer or to text in the statement.`,
    { details: { column } },
  );
}

const wholeNumber = /^-?\d+$/;

/** Brings a decimal that an engine returned as text (a sum, for instance) into the mapping: whole numbers are integers. */
export function decimalFromEngine(text: string): bigint | string {
  return wholeNumber.test(text) ? BigInt(text) : text;
}

/** An instant as it is stored: milliseconds since 1970-01-01T00:00:00Z. */
export function instantToSql(instant: Date): bigint {
  const epochMs = instant.getTime();
  if (Number.isNaN(epochMs)) throw new SqlError("SQL_VALUE_UNSUPPORTED", "The instant is an invalid Date.");
  return BigInt(epochMs);
}

/** The instant that {@link instantToSql} stored. */
export function instantFromSql(epochMs: bigint): Date {
  return new Date(Number(epochMs));
}

/** The boolean that was stored as 0 or 1. */
export function booleanFromSql(value: bigint): boolean {
  return value !== 0n;
}
