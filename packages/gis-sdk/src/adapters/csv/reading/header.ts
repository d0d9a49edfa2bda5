import type { JsonValue } from "@opora/core";
import type { RegisterRow } from "../../../domain/reconciliation/register-row.js";
import { GisError } from "../../../errors.js";
import { type ColumnNames, columnFields } from "../csv-format.js";
import { comma, quote, semicolon, tab } from "./ascii.js";

/** Which column holds which field of a row. */
export type ColumnPositions = Readonly<Record<keyof RegisterRow, number>> & {
  /** How many columns the header has, and therefore every record must have. */
  readonly count: number;
};

const delimiters = [semicolon, comma, tab] as const;

/** The delimiter that stands in a header most often, outside of quotes. */
export function detectDelimiter(header: Uint8Array): number {
  const counts = delimiters.map((delimiter) => countOutsideQuotes(header, delimiter));
  return delimiters[counts.indexOf(Math.max(...counts))] ?? semicolon;
}

/**
 * Finds the columns by their names, whose letter case and surrounding white space do not matter.
 * @throws {@link GisError} `GIS_REGISTER_UNREADABLE` when a column is missing or stands twice.
 */
export function locateColumns(header: readonly string[], names: ColumnNames, register: string): ColumnPositions {
  const found = header.map((name) => name.trim().toLowerCase());
  const positionOf = (field: keyof RegisterRow): number => found.indexOf(names[field].trim().toLowerCase());
  const missing = columnFields.filter((field) => positionOf(field) < 0).map((field) => names[field]);
  if (missing.length > 0) {
    const advice = "Name the columns in format.columns, and check the delimiter and the encoding.";
    throw unreadable(`${register} has no column ${missing.join(", ")} in its first line. ${advice}`, { missing });
  }
  const doubled = columnFields.filter((field) => found.lastIndexOf(found[positionOf(field)] ?? "") > positionOf(field));
  if (doubled.length > 0) {
    const columns = doubled.map((field) => names[field]);
    throw unreadable(`${register} has the column ${columns.join(", ")} twice in its first line.`, { doubled: columns });
  }
  return {
    billNumber: positionOf("billNumber"),
    supplierId: positionOf("supplierId"),
    serviceId: positionOf("serviceId"),
    date: positionOf("date"),
    mainMinor: positionOf("mainMinor"),
    fineMinor: positionOf("fineMinor"),
    count: header.length,
  };
}

/** The error of a register whose beginning cannot be understood. */
export function unreadable(message: string, details: { readonly [key: string]: JsonValue } = {}): GisError {
  return new GisError("GIS_REGISTER_UNREADABLE", message, { details });
}

function countOutsideQuotes(bytes: Uint8Array, wanted: number): number {
  let count = 0;
  let isQuoted = false;
  for (const byte of bytes) {
    if (byte === quote) isQuoted = !isQuoted;
    else if (byte === wanted && !isQuoted) count += 1;
  }
  return count;
}
