import { createDayTexts } from "../../../domain/reconciliation/day-texts.js";
import type { KeyLine } from "../../../domain/reconciliation/key-line.js";
import { type MatchEntry, totalMinor } from "../../../domain/reconciliation/match-entry.js";
import { lineNotes } from "../../../domain/reconciliation/statuses.js";
import { type ByteWriter, putAscii } from "../byte-writer.js";
import { keyBytesMax } from "../key-buffer.js";
import { lineFeed } from "../reading/ascii.js";
import type { KeyRecords } from "../spilling/partition-keys.js";
import {
  amountBytesMax,
  foreignTextBytesMax,
  numberBytesMax,
  putAmount,
  putForeignText,
  putNumber,
  writtenDelimiter,
} from "./csv-fields.js";

/** Columns of the result, in their order. */
export const resultColumns = [
  "date",
  "bill_number",
  "supp_id",
  "serv_id",
  "status",
  "stage",
  "group",
  "billing_date",
  "billing_main_sum",
  "billing_fine_sum",
  "acquiring_date",
  "acquiring_main_sum",
  "acquiring_fine_sum",
  "difference",
  "billing_line",
  "acquiring_line",
  "notes",
] as const;

/** Where the bytes of a key stand. */
export type KeyRange = Pick<KeyRecords, "bytes" | "keyFrom" | "keyTo">;

/** Appends a line of the result. */
export type AppendResultLine = (target: ByteWriter, key: KeyRange, line: KeyLine<MatchEntry, MatchEntry>) => void;

/** The most bytes that the key of a line takes. */
export const keyFieldsBytesMax = foreignTextBytesMax(keyBytesMax) + 8;

const words = 200 + lineNotes.join(" ").length;
const resultLineBytesMax = keyFieldsBytesMax + words + 5 * amountBytesMax + 3 * numberBytesMax;

/** Creates a writer of result lines with the given decimal mark. */
export function createResultLines(decimalMark: number): AppendResultLine {
  const dayText = createDayTexts();

  const putEntry = (bytes: Uint8Array, at: number, entry: MatchEntry | undefined): number => {
    if (entry === undefined) return putAscii(bytes, at, ";;;");
    let end = putAscii(bytes, at, dayText(entry.day));
    end = putDelimiter(bytes, end);
    end = putAmount(bytes, end, entry.mainMinor, decimalMark);
    end = putDelimiter(bytes, end);
    end = putAmount(bytes, end, entry.fineMinor, decimalMark);
    return putDelimiter(bytes, end);
  };

  return (target, key, { day, status, stage, group, billing, acquiring, notes }) => {
    const bytes = target.room(resultLineBytesMax);
    let at = putAscii(bytes, target.length, dayText(day));
    at = putDelimiter(bytes, at);
    at = putKey(bytes, at, key);
    at = putDelimiter(bytes, at);
    at = putAscii(bytes, at, status);
    at = putDelimiter(bytes, at);
    at = putAscii(bytes, at, stage);
    at = putDelimiter(bytes, at);
    at = putNumber(bytes, at, group);
    at = putDelimiter(bytes, at);
    at = putEntry(bytes, at, billing);
    at = putEntry(bytes, at, acquiring);
    at = putAmount(bytes, at, totalOf(billing) - totalOf(acquiring), decimalMark);
    at = putDelimiter(bytes, at);
    if (billing) at = putNumber(bytes, at, billing.ordinal);
    at = putDelimiter(bytes, at);
    if (acquiring) at = putNumber(bytes, at, acquiring.ordinal);
    at = putDelimiter(bytes, at);
    if (notes.length > 0) at = putAscii(bytes, at, notes.join(" "));
    bytes[at] = lineFeed;
    target.endAt(at + 1);
  };
}

/** Writes the parts of a key as fields of their own and returns the position behind. */
export function putKey(bytes: Uint8Array, at: number, { bytes: source, keyFrom, keyTo }: KeyRange): number {
  let end = at;
  let from = keyFrom;
  for (let index = keyFrom; index < keyTo; index += 1) {
    if (source[index] !== 0) continue;
    end = putDelimiter(bytes, putForeignText(bytes, end, source, from, index));
    from = index + 1;
  }
  return putForeignText(bytes, end, source, from, keyTo);
}

function putDelimiter(bytes: Uint8Array, at: number): number {
  bytes[at] = writtenDelimiter;
  return at + 1;
}

function totalOf(entry: MatchEntry | undefined): bigint {
  return entry === undefined ? 0n : totalMinor(entry);
}
