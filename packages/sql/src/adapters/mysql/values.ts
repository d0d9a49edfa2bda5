import { type BoundParameter, decimalFromEngine, integerFromEngine, SqlError, type SqlRow } from "@opora/sql";
import mysql, { type FieldPacket } from "mysql2";

/** A parameter as `mysql2` takes it. Integers name their type: sent as text they would be compared as floating point. */
export function toMysqlValue(parameter: BoundParameter, index: number): unknown {
  if (typeof parameter === "bigint") return mysql.TypedParameter.LONGLONG(parameter);
  if (parameter instanceof Uint8Array) return Buffer.from(parameter.buffer, parameter.byteOffset, parameter.byteLength);
  if (!Array.isArray(parameter)) return parameter;
  throw new SqlError("SQL_VALUE_UNSUPPORTED", `Parameter ${index} is a list: only PostgreSQL has arrays.`, {
    details: { path: String(index) },
  });
}

/** How results are to be read: 64-bit integers and dates as text, so that nothing is rounded or shifted on the way. */
export const readOptions = { supportBigNumbers: true, bigNumberStrings: true, dateStrings: true } as const;

/** Brings rows into the value mapping, in place: they belong to nobody else. */
export function toSqlRows(rows: Record<string, unknown>[], fields: readonly FieldPacket[]): SqlRow[] {
  const integersAsText = new Set(fields.filter(isIntegerAsText).map(({ name }) => name));
  for (const row of rows) {
    for (const column in row) row[column] = toSqlValue(row[column], column, integersAsText);
  }
  return rows as SqlRow[];
}

function toSqlValue(value: unknown, column: string, integersAsText: ReadonlySet<string>): unknown {
  if (typeof value === "string") return integersAsText.has(column) ? decimalFromEngine(value) : value;
  if (typeof value === "number") return integerFromEngine(value, column);
  if (value instanceof Uint8Array) return Uint8Array.from(value);
  return value;
}

function isIntegerAsText({ columnType }: FieldPacket): boolean {
  return (
    columnType === mysql.Types.LONGLONG || columnType === mysql.Types.NEWDECIMAL || columnType === mysql.Types.DECIMAL
  );
}
