import type { KeyLine } from "../../../domain/reconciliation/key-line.js";
import { type MatchEntry, totalMinor } from "../../../domain/reconciliation/match-entry.js";
import { lineNotes } from "../../../domain/reconciliation/statuses.js";
import { type ByteWriter, putAscii, putBytes } from "../byte-writer.js";
import { lineFeed } from "../reading/ascii.js";
import { dayAt, fineAt, type KeyRange, lineAt, mainAt } from "../spilling/spill-record.js";
import { amountBytesMax, numberBytesMax, putAmount, putKopecks, putNumber } from "./csv-fields.js";
import { createDayWriter } from "./day-writer.js";
import { keyFieldsBytesMax, putKey } from "./key-fields.js";
import { writtenDelimiter } from "./plain-text.js";

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

/** Appends lines of the result. */
export interface ResultLines {
  append(target: ByteWriter, key: KeyRange, line: KeyLine<MatchEntry, MatchEntry>): void;
  /** Appends the line of a charge and a payment that are equal, given by their records. */
  appendPair(target: ByteWriter, key: KeyRange, records: DataView, billingAt: number, acquiringAt: number): void;
}

const wordsBytesMax = 200 + lineNotes.join(" ").length;
const resultLineBytesMax = keyFieldsBytesMax + wordsBytesMax + 5 * amountBytesMax + 3 * numberBytesMax;

/** Creates a writer of result lines with the given decimal mark. */
export function createResultLines(decimalMark: number): ResultLines {
  const putDay = createDayWriter();
  const pairStatus = new TextEncoder().encode(";matched;exact;1;");
  const noDifference = new TextEncoder().encode(`0${String.fromCharCode(decimalMark)}00;`);

  const putEntry = (bytes: Uint8Array, at: number, entry: MatchEntry | undefined): number => {
    if (entry === undefined) return putAscii(bytes, at, ";;;");
    let end = putDelimiter(bytes, putDay(bytes, at, entry.day));
    end = putDelimiter(bytes, putAmount(bytes, end, entry.mainMinor, decimalMark));
    return putDelimiter(bytes, putAmount(bytes, end, entry.fineMinor, decimalMark));
  };

  return {
    append(target, key, { day, status, stage, group, billing, acquiring, notes }) {
      const bytes = target.room(resultLineBytesMax);
      let at = putDelimiter(bytes, putDay(bytes, target.length, day));
      at = putKey(bytes, at, key);
      at = putAscii(bytes, at, `;${status};${stage};${group};`);
      at = putEntry(bytes, at, billing);
      at = putEntry(bytes, at, acquiring);
      at = putDelimiter(bytes, putAmount(bytes, at, totalOf(billing) - totalOf(acquiring), decimalMark));
      at = putAscii(bytes, at, `${billing?.ordinal ?? ""};${acquiring?.ordinal ?? ""};${notes.join(" ")}\n`);
      target.endAt(at);
    },
    appendPair(target, key, records, billingAt, acquiringAt) {
      const bytes = target.room(resultLineBytesMax);
      const day = dayAt(records, billingAt);
      let at = putDelimiter(bytes, putDay(bytes, target.length, day));
      at = putKey(bytes, at, key);
      at = putBytes(bytes, at, pairStatus, 0, pairStatus.length);
      const row = at;
      at = putDelimiter(bytes, putDay(bytes, at, day));
      at = putDelimiter(bytes, putKopecks(bytes, at, mainAt(records, billingAt), decimalMark));
      at = putDelimiter(bytes, putKopecks(bytes, at, fineAt(records, billingAt), decimalMark));
      // The payment reads like the charge.
      bytes.copyWithin(at, row, at);
      at += at - row;
      at = putBytes(bytes, at, noDifference, 0, noDifference.length);
      at = putDelimiter(bytes, putNumber(bytes, at, lineAt(records, billingAt)));
      at = putDelimiter(bytes, putNumber(bytes, at, lineAt(records, acquiringAt)));
      bytes[at] = lineFeed;
      target.endAt(at + 1);
    },
  };
}

function putDelimiter(bytes: Uint8Array, at: number): number {
  bytes[at] = writtenDelimiter;
  return at + 1;
}

function totalOf(entry: MatchEntry | undefined): bigint {
  return entry === undefined ? 0n : totalMinor(entry);
}
