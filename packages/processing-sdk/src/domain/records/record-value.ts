/** What a field of a record holds: text, a 64-bit integer, an instant in milliseconds (a safe integer), a boolean. */
export type RecordValue = string | bigint | number | boolean | null;

/** How a store keeps a field. */
export type FieldType =
  /** Text of up to 128 characters, compared by its bytes; may be part of a key. */
  | "id"
  /** Text of any length. */
  | "text"
  /** A signed 64-bit integer: a `bigint`. */
  | "integer"
  /** Milliseconds since 1970-01-01T00:00:00Z: a `number`. */
  | "instant"
  | "boolean";

/** A field of a table. */
export interface Field {
  readonly type: FieldType;
  readonly nullable?: true;
}

/** A table: which fields its records have, which of them make the key, and in which orders it is read. */
export interface TableDefinition<Row> {
  readonly fields: { readonly [Name in keyof Row & string]: Field };
  /** Records are unique by these, and can be read in their order. */
  readonly key: readonly (keyof Row & string)[];
  /** Further orders. The fields of an index are unique together: end it with the key where they are not otherwise. */
  readonly indexes: Readonly<Record<string, readonly (keyof Row & string)[]>>;
}
