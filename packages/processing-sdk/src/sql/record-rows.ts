import type { AnyRecord, RecordValue } from "@opora/processing-sdk";
import type { SqlRow, SqlValue } from "@opora/sql";
import { wholeRecord } from "./statements.js";
import type { SqlColumn } from "./table-schema.js";

/** Brings rows of a result into records, field by field in the order of the table. */
export function toRecords(columns: readonly SqlColumn[], rows: readonly SqlRow[]): readonly AnyRecord[] {
  if (rows[0] !== undefined && wholeRecord in rows[0]) {
    return rows.map((row) => fromJson(columns, row[wholeRecord] as string));
  }
  return rows.map((row) => {
    const record: Record<string, RecordValue> = {};
    for (const column of columns) record[column.field] = toRecordValue(column, row[column.name] as SqlValue);
    return record;
  });
}

function fromJson(columns: readonly SqlColumn[], text: string): AnyRecord {
  const values = JSON.parse(text) as readonly (string | number | null)[];
  const record: Record<string, RecordValue> = {};
  for (let index = 0; index < columns.length; index += 1) {
    const { field, type } = columns[index] as SqlColumn;
    const value = values[index] as string | number | null;
    if (value === null) record[field] = null;
    // Most integers of a record are 0, and reading a text takes its time.
    else if (type === "integer") record[field] = value === "0" ? 0n : BigInt(value);
    else record[field] = type === "boolean" ? value === 1 : value;
  }
  return record;
}

function toRecordValue({ type }: SqlColumn, value: SqlValue): RecordValue {
  if (type === "instant") return value === null ? null : Number(value);
  if (type === "boolean") return value === null ? null : value === 1n;
  return value as string | bigint | null;
}

/** The values of some columns of a record. */
export function valuesIn(columns: readonly SqlColumn[], record: AnyRecord): readonly RecordValue[] {
  return columns.map(({ field }) => record[field] as RecordValue);
}
