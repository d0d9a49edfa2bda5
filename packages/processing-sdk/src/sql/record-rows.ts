import type { AnyRecord, RecordValue } from "@opora/processing-sdk";
import type { SqlRow, SqlValue } from "@opora/sql";
import type { SqlColumn } from "./table-schema.js";

/** Brings rows of a result into records, field by field in the order of the table. */
export function toRecords(columns: readonly SqlColumn[], rows: readonly SqlRow[]): readonly AnyRecord[] {
  return rows.map((row) => {
    const record: Record<string, RecordValue> = {};
    for (const column of columns) record[column.field] = toRecordValue(column, row[column.name] as SqlValue);
    return record;
  });
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
