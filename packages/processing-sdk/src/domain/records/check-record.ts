import { ProcessingError } from "../../errors.js";
import type { Field, FieldType, RecordValue } from "./record-value.js";
import { type TableName, tables } from "./tables.js";

/** A record whose table is not known to the compiler. */
export type AnyRecord = Readonly<Record<string, RecordValue>>;

const integerMin = -(2n ** 63n);
const integerMax = 2n ** 63n - 1n;
const idLengthMax = 128;

const fieldLists = Object.fromEntries(
  Object.entries(tables).map(([table, { fields }]) => [table, Object.entries<Field>(fields)]),
) as unknown as Readonly<Record<TableName, readonly (readonly [string, Field])[]>>;

/**
 * Checks that a record is what its table holds: all of its fields and no others, each of its type and in its range.
 *
 * @throws {@link ProcessingError} `PROCESSING_MALFORMED_DOCUMENT` with `details.path`; the value itself is not told.
 */
export function checkRecord(table: TableName, record: AnyRecord): void {
  const fields = fieldLists[table];
  for (const [name, field] of fields) checkValue(table, name, field, record[name]);
  if (Object.keys(record).length === fields.length) return;
  const unknownName = Object.keys(record).find((name) => !Object.hasOwn(tables[table].fields, name));
  throw unfit(table, unknownName ?? "record", "is not a field of the table");
}

/** Checks some fields of a record, the key among them; throws as {@link checkRecord}. */
function checkPatch(table: TableName, patch: AnyRecord): void {
  const fields = fieldsOf(table);
  for (const name of tables[table].key) {
    if (!Object.hasOwn(patch, name)) throw unfit(table, name, "is part of the key and must be given");
  }
  for (const name in patch) {
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (field === undefined) throw unfit(table, name, "is not a field of the table");
    checkValue(table, name, field, patch[name]);
  }
}

/**
 * Checks a list of records to be written, and that none has the key of another; throws as {@link checkRecord}, or
 * `PROCESSING_OPTIONS_INVALID`.
 */
export function checkRecords(table: TableName, records: readonly AnyRecord[]): void {
  for (const record of records) checkRecord(table, record);
  checkKeysApart(table, records);
}

/** Checks a list of patches, which name the same fields; throws as {@link checkRecords}. */
export function checkPatches(table: TableName, patches: readonly AnyRecord[]): void {
  const [first] = patches;
  if (first === undefined) return;
  const names = Object.keys(first);
  for (const patch of patches) {
    checkPatch(table, patch);
    if (Object.keys(patch).length === names.length && names.every((name) => Object.hasOwn(patch, name))) continue;
    throw invalidList(table, "must all have the same fields");
  }
  checkKeysApart(table, patches);
}

function checkKeysApart(table: TableName, records: readonly AnyRecord[]): void {
  if (records.length < 2) return;
  const names = tables[table].key;
  const places = new Set<string>();
  // No text in a store holds NUL.
  for (const record of records) places.add(names.map((name) => record[name]).join("\0"));
  if (places.size < records.length) throw invalidList(table, "must not have a key twice");
}

function invalidList(table: TableName, requirement: string): ProcessingError {
  return new ProcessingError("PROCESSING_OPTIONS_INVALID", `The records of a change to ${table} ${requirement}.`, {
    details: { path: table },
  });
}

/** Checks values of some fields of a table, such as a key; throws as {@link checkRecord}. */
export function checkValues(table: TableName, names: readonly string[], values: readonly RecordValue[]): void {
  if (values.length > names.length)
    throw unfit(table, names.join(","), `are fewer fields than the ${values.length} values`);
  const fields = fieldsOf(table);
  for (let index = 0; index < values.length; index += 1) {
    const name = names[index] as string;
    checkValue(table, name, fields[name] as Field, values[index]);
  }
}

/** Checks a whole key; throws as {@link checkRecord}. */
export function checkKey(table: TableName, key: readonly RecordValue[]): void {
  const names: readonly string[] = tables[table].key;
  if (key.length !== names.length) throw unfit(table, "key", `has ${key.length} values instead of ${names.length}`);
  checkValues(table, names, key);
}

/** The fields of a table, whichever it is. */
export function fieldsOf(table: TableName): Readonly<Record<string, Field>> {
  return tables[table].fields;
}

function checkValue(table: TableName, name: string, field: Field, value: RecordValue | undefined): void {
  if (value === null && field.nullable) return;
  const problem = problems[field.type](value as RecordValue);
  if (problem !== undefined) throw unfit(table, name, problem);
}

/** By type: why a value does not fit. */
const problems: Readonly<Record<FieldType, (value: RecordValue) => string | undefined>> = {
  id: (value) => {
    if (typeof value !== "string") return "is not a text";
    return value.length <= idLengthMax || lengthInCharacters(value) <= idLengthMax
      ? textProblem(value)
      : `is longer than ${idLengthMax} characters`;
  },
  text: (value) => (typeof value === "string" ? textProblem(value) : "is not a text"),
  integer: (value) => {
    if (typeof value !== "bigint") return "is not a bigint";
    return value < integerMin || value > integerMax ? "does not fit into 64 bits" : undefined;
  },
  instant: (value) => (Number.isSafeInteger(value) ? undefined : "is not a safe integer"),
  boolean: (value) => (typeof value === "boolean" ? undefined : "is not a boolean"),
};

// NUL ends a text in some engines; a lone surrogate would be stored as another character.
const unstorable = /[\0\p{Surrogate}]/u;

function textProblem(value: string): string | undefined {
  return unstorable.test(value) ? "holds a NUL character or a lone surrogate" : undefined;
}

function lengthInCharacters(value: string): number {
  return [...value].length;
}

function unfit(table: TableName, name: string, problem: string): ProcessingError {
  const path = `${table}.${name}`;
  return new ProcessingError("PROCESSING_MALFORMED_DOCUMENT", `${path} ${problem}: the store cannot keep it.`, {
    details: { path },
  });
}
