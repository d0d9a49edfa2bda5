import { type KeyNormaliser, normaliseKeyField } from "../../../domain/reconciliation/key-normalisers.js";
import { keyFields, type RegisterRow, type RowKey } from "../../../domain/reconciliation/register-row.js";
import { type ExactKopecks, exactKopecks } from "../exact-kopecks.js";
import { createKeyBuffer, type KeyBuffer, type KeyRejection } from "../key-buffer.js";
import type { RejectionReason } from "../rejection.js";
import { quote, space, tab } from "./ascii.js";
import type { ColumnPositions } from "./header.js";
import { type AmountRejection, parseAmount } from "./parse-amount.js";
import { createDateParser } from "./parse-date.js";
import type { RecordFields } from "./record-scanner.js";
import { decodeText, type RegisterEncoding } from "./text-encoding.js";

/** One row of a register, as compact as it can be read. The same object is filled anew for each row. */
export interface ScannedRow {
  /** Number of the line in which the row begins, or of the row itself where there are no lines; from 1. */
  readonly line: number;
  /** Days since 1970-01-01. */
  readonly day: number;
  readonly main: ExactKopecks;
  readonly fine: ExactKopecks;
  /** The key after normalisation. */
  readonly key: KeyBuffer;
}

/** What is wrong with a record. */
export interface FieldRejection {
  readonly field?: keyof RegisterRow;
  readonly reason: RejectionReason;
}

/** A record as the parser takes it. */
export interface RecordBytes {
  readonly bytes: Uint8Array;
  readonly line: number;
  readonly encoding: RegisterEncoding;
}

/** Turns records into rows. */
export interface RowParser {
  /** The last row. */
  readonly row: ScannedRow;
  /** Fills {@link row}, or says what is wrong with the record. */
  parse(record: RecordBytes, fields: RecordFields): FieldRejection | undefined;
}

/** What a parser depends on. */
export interface RowParserOptions {
  readonly columns: ColumnPositions;
  readonly zonelessTimes: "reject" | "moscow";
  readonly normalisers: Readonly<Record<keyof RowKey, readonly KeyNormaliser[]>>;
}

/** Creates a parser of records into rows. */
export function createRowParser({ columns, zonelessTimes, normalisers }: RowParserOptions): RowParser {
  const dates = createDateParser(zonelessTimes);
  const key = createKeyBuffer();
  /** One field of the key before its normalisers. */
  const rawField = createKeyBuffer();
  const row = { line: 0, day: 0, main: exactKopecks(0), fine: exactKopecks(0), key };

  const keyColumns = keyFields.map((field) => ({ field, column: columns[field], normalisers: normalisers[field] }));

  const addKeyField = (
    { column, normalisers: fieldNormalisers }: (typeof keyColumns)[number],
    { bytes, encoding }: RecordBytes,
    { starts, ends, escaped }: RecordFields,
  ): KeyRejection | undefined => {
    const from = starts[column] ?? 0;
    const to = ends[column] ?? 0;
    const isEscaped = escaped[column] === 1;
    if (!isEscaped && fieldNormalisers.length === 0) return key.addBytes(bytes, from, to, encoding);

    const field = isEscaped ? withoutDoubledQuotes(bytes.subarray(from, to)) : bytes.subarray(from, to);
    rawField.clear();
    const rejection = rawField.addBytes(field, 0, field.length, encoding);
    if (rejection !== undefined) return rejection;
    const text = decodeText(rawField.bytes.subarray(0, rawField.length), "utf-8");
    return key.addText(normaliseKeyField(text, fieldNormalisers));
  };

  return {
    row,
    parse(record, fields) {
      if (fields.count !== columns.count) return { reason: "column-count" };
      key.clear();
      for (const keyColumn of keyColumns) {
        const reason = addKeyField(keyColumn, record, fields);
        if (reason !== undefined) return { field: keyColumn.field, reason };
      }
      const { bytes } = record;
      const day = dates.parse(
        bytes,
        trimmedStart(bytes, columns.date, fields),
        trimmedEnd(bytes, columns.date, fields),
      );
      if (typeof day === "string") return { field: "date", reason: day };
      const main = amountAt(bytes, columns.mainMinor, fields);
      if (typeof main === "string") return { field: "mainMinor", reason: main };
      const fine = amountAt(bytes, columns.fineMinor, fields);
      if (typeof fine === "string") return { field: "fineMinor", reason: fine };
      row.line = record.line;
      row.day = day;
      row.main = main;
      row.fine = fine;
      return undefined;
    },
  };
}

function amountAt(bytes: Uint8Array, column: number, fields: RecordFields): ExactKopecks | AmountRejection {
  return parseAmount(bytes, trimmedStart(bytes, column, fields), trimmedEnd(bytes, column, fields));
}

function trimmedStart(bytes: Uint8Array, column: number, { starts, ends }: RecordFields): number {
  const end = ends[column] ?? 0;
  let at = starts[column] ?? 0;
  while (at < end && (bytes[at] === space || bytes[at] === tab)) at += 1;
  return at;
}

function trimmedEnd(bytes: Uint8Array, column: number, { starts, ends }: RecordFields): number {
  const start = starts[column] ?? 0;
  let at = ends[column] ?? 0;
  while (at > start && (bytes[at - 1] === space || bytes[at - 1] === tab)) at -= 1;
  return at;
}

function withoutDoubledQuotes(field: Uint8Array): Uint8Array {
  return field.filter((byte, index) => byte !== quote || !isSecondOfPair(field, index));
}

/** Whether the quote at `index` is the second of a doubled one: an odd number of quotes stands before it in a row. */
function isSecondOfPair(field: Uint8Array, index: number): boolean {
  let first = index;
  while (first > 0 && field[first - 1] === quote) first -= 1;
  return (index - first) % 2 === 1;
}
