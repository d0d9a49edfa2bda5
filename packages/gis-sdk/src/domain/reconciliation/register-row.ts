import { type CalendarDate, daysBetween, isCalendarDate } from "@opora/core";
import { GisError } from "../../errors.js";

/** Which of the two registers a row stands in: what was charged, or what was paid. */
export type RegisterSide = "billing" | "acquiring";

/** One row of a register. Amounts are in kopecks and may be negative (a refund) or zero. */
export interface RegisterRow {
  /** Number of the bill (payment document). */
  readonly billNumber: string;
  /** The supplier whose service was charged. */
  readonly supplierId: string;
  /** The service within the bill. */
  readonly serviceId: string;
  /** Day of the charge or of the payment, Europe/Moscow. */
  readonly date: CalendarDate;
  /** The charge itself. */
  readonly mainMinor: bigint;
  /** The fine for late payment. */
  readonly fineMinor: bigint;
}

/** The part of a row by which the two registers are joined. */
export type RowKey = Pick<RegisterRow, "billNumber" | "supplierId" | "serviceId">;

/** Limits of one row, the same for typed rows and for CSV. */
export const rowLimits = {
  /** Bytes of one key field in UTF-8, after normalisation. */
  keyFieldBytesMax: 256,
  /** Largest magnitude of an amount in kopecks: fifteen digits, which a double still holds exactly. */
  amountMinorMax: 999_999_999_999_999n,
  /** First and last year of a date. */
  yearMin: 1900,
  yearMax: 2100,
} as const;

/** The fields of the key, in their order. */
export const keyFields = ["billNumber", "supplierId", "serviceId"] as const satisfies readonly (keyof RowKey)[];

/** Where a row stands, for messages. */
export interface RowPosition {
  readonly side: RegisterSide;
  /** Number of the row in its register, from 1. */
  readonly ordinal: number;
}

/**
 * Checks a typed row that the host handed over.
 * @throws {@link GisError} `GIS_REGISTER_ROW` with the side, ordinal and field; never with the value.
 */
export function checkRegisterRow(row: RegisterRow, position: RowPosition): void {
  if (typeof row !== "object" || row === null) throw invalidRow(position, "row", "must be an object");
  for (const field of keyFields) {
    if (typeof row[field] !== "string") throw invalidRow(position, field, "must be a text");
  }
  if (typeof row.date !== "string" || !isCalendarDate(row.date) || !isYearAllowed(Number(row.date.slice(0, 4)))) {
    throw invalidRow(
      position,
      "date",
      `must be a day written YYYY-MM-DD, ${rowLimits.yearMin} to ${rowLimits.yearMax}`,
    );
  }
  checkAmount(row.mainMinor, "mainMinor", position);
  checkAmount(row.fineMinor, "fineMinor", position);
}

/**
 * Checks a key after normalisation.
 * @throws {@link GisError} `GIS_REGISTER_ROW`
 */
export function checkRowKey(key: RowKey, position: RowPosition): void {
  for (const field of keyFields) {
    const value = key[field];
    if (value === "") throw invalidRow(position, field, "must not be empty");
    if (controlCharacter.test(value)) throw invalidRow(position, field, "must not hold control characters");
    if (value.length > rowLimits.keyFieldBytesMax || utf8.encode(value).length > rowLimits.keyFieldBytesMax) {
      throw invalidRow(position, field, `must have at most ${rowLimits.keyFieldBytesMax} bytes in UTF-8`);
    }
  }
}

const utf8 = new TextEncoder();

/** Whether dates of this year are accepted. */
export function isYearAllowed(year: number): boolean {
  return year >= rowLimits.yearMin && year <= rowLimits.yearMax;
}

/** The day as the stages count it: whole days since 1970-01-01. */
export function dayNumber(date: CalendarDate): number {
  return daysBetween(epoch, date);
}

const epoch = "1970-01-01" as CalendarDate;

// A zero byte would blur the borders of the key's parts, the other controls break the CSV that is written.
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for.
const controlCharacter = /[\u0000-\u001f\u007f]/;

function checkAmount(value: bigint, field: "mainMinor" | "fineMinor", position: RowPosition): void {
  const magnitude = rowLimits.amountMinorMax;
  if (typeof value === "bigint" && value <= magnitude && value >= -magnitude) return;
  throw invalidRow(position, field, "must be a bigint number of kopecks with at most 15 digits");
}

/** The error for one field of a typed row. */
function invalidRow({ side, ordinal }: RowPosition, field: string, rule: string): GisError {
  return new GisError("GIS_REGISTER_ROW", `Row ${ordinal} of the ${side} register: ${field} ${rule}.`, {
    details: { side, ordinal, field },
  });
}
