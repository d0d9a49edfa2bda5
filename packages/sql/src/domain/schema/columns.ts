/** What a column holds, whatever the engine calls it. */
export type ColumnType =
  /** A key: text of up to 128 characters, compared byte by byte. */
  | "id"
  /** Text of up to `maxLength` characters, compared byte by byte; may be indexed. */
  | "shortText"
  /** Text of any length. */
  | "text"
  /** Text of any length that holds JSON. */
  | "json"
  /** A signed 64-bit integer. */
  | "bigint"
  /** An instant: milliseconds since 1970-01-01T00:00:00Z. */
  | "instant"
  /** 0 or 1. */
  | "boolean"
  /** Bytes of any length. */
  | "bytes"
  /** Up to `maxLength` bytes; may be indexed. */
  | "shortBytes";

/** A column. Plain data: it takes part in the hash of its migration. */
export interface Column {
  readonly type: ColumnType;
  readonly nullable?: true;
  /** For rows that give no value. A `bigint`, instant or boolean has a number here, which must be a safe integer. */
  readonly default?: string | number;
  readonly maxLength?: number;
}

/** Options of every column. */
export interface ColumnOptions {
  readonly nullable?: true;
  readonly default?: string | number;
}

/** A key of up to 128 characters: an identifier, a name. */
export function idColumn(options: ColumnOptions = {}): Column {
  return { ...options, type: "id" };
}

/** Text of at most `maxLength` characters (up to 700) that may be indexed. */
export function shortTextColumn(maxLength: number, options: ColumnOptions = {}): Column {
  return { ...options, type: "shortText", maxLength };
}

/** Text of any length; cannot be indexed. */
export function textColumn(options: ColumnOptions = {}): Column {
  return { ...options, type: "text" };
}

/** JSON as text: what comes out is, character by character, what went in. */
export function jsonColumn(options: ColumnOptions = {}): Column {
  return { ...options, type: "json" };
}

/** A signed 64-bit integer. */
export function bigintColumn(options: ColumnOptions = {}): Column {
  return { ...options, type: "bigint" };
}

/** An instant in milliseconds since 1970-01-01T00:00:00Z; see `instantToSql`. */
export function instantColumn(options: ColumnOptions = {}): Column {
  return { ...options, type: "instant" };
}

/** A boolean: written as such, read as 0n or 1n; see `booleanFromSql`. */
export function booleanColumn(options: ColumnOptions = {}): Column {
  return { ...options, type: "boolean" };
}

/** Bytes of any length; cannot be indexed. */
export function bytesColumn(options: ColumnOptions = {}): Column {
  return { ...options, type: "bytes" };
}

/** At most `maxLength` bytes (up to 700) that may be indexed: a hash, a binary key. */
export function shortBytesColumn(maxLength: number, options: ColumnOptions = {}): Column {
  return { ...options, type: "shortBytes", maxLength };
}
