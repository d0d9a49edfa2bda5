import type { RegisterRow } from "../../domain/reconciliation/register-row.js";

/**
 * Why a line of a register was rejected. The set is closed.
 *
 * | reason | meaning |
 * |---|---|
 * | `quote` | a quote is never closed, or something else than a delimiter follows a closing one |
 * | `line-too-long` | the line is longer than `recordBytesMax`; only its beginning is kept |
 * | `column-count` | the line has more or fewer columns than the header |
 * | `encoding` | the bytes are not text in the register's encoding |
 * | `empty` | a field of the key is empty |
 * | `field-too-long` | a field of the key is longer than 256 bytes |
 * | `control-character` | a field of the key holds a control character |
 * | `amount-format` | not an amount: empty, letters, spaces, an exponent, a leading zero |
 * | `amount-decimals` | more than two decimals |
 * | `amount-range` | more than thirteen digits of roubles |
 * | `date-format` | not a date in one of the forms |
 * | `date-unknown` | a day that does not exist |
 * | `date-range` | a year before 1900 or after 2100 |
 * | `time-format` | a date followed by something that is not a time and an offset |
 * | `time-without-offset` | a time without an offset; see `zonelessTimes` of the format |
 */
export type RejectionReason = (typeof rejectionReasons)[number];

/** All reasons. */
export const rejectionReasons = [
  "quote",
  "line-too-long",
  "column-count",
  "encoding",
  "empty",
  "field-too-long",
  "control-character",
  "amount-format",
  "amount-decimals",
  "amount-range",
  "date-format",
  "date-unknown",
  "date-range",
  "time-format",
  "time-without-offset",
] as const;

/** A line that is no row. Nothing of it takes part in the reconciliation; its text is kept. */
export interface RejectedLine {
  /** Number of the line in which it begins, from 1; the header is line 1. */
  readonly line: number;
  /** The field at fault, where there is one. */
  readonly field?: keyof RegisterRow;
  readonly reason: RejectionReason;
  /** The line as it stood, decoded; invalid bytes are replaced. */
  readonly text: string;
}
