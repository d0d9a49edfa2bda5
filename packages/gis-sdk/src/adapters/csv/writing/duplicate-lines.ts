import type { DuplicateRows } from "../../../domain/reconciliation/duplicates.js";
import { totalMinor } from "../../../domain/reconciliation/match-entry.js";
import { type ByteWriter, putAscii } from "../byte-writer.js";
import type { KeyRange } from "../spilling/spill-record.js";
import { amountBytesMax, numberBytesMax, putAmount } from "./csv-fields.js";
import { createDayWriter } from "./day-writer.js";
import { keyFieldsBytesMax, putKey } from "./key-fields.js";

/** Columns of the list of duplicates, in their order. */
export const duplicateColumns = [
  "register",
  "bill_number",
  "supp_id",
  "serv_id",
  "date",
  "main_sum",
  "fine_sum",
  "rows",
  "surplus_sum",
  "first_lines",
] as const;

/** So many lines of a register are named for one duplicate. */
const namedLinesMax = 20;

const duplicateLineBytesMax = keyFieldsBytesMax + 64 + 3 * amountBytesMax + namedLinesMax * numberBytesMax;

/** Appends lines to the list of duplicates. */
export interface DuplicateLines {
  append(target: ByteWriter, key: KeyRange, duplicate: DuplicateRows): void;
}

/** Creates a writer of the list of duplicates with the given decimal mark. */
export function createDuplicateLines(decimalMark: number): DuplicateLines {
  const putDay = createDayWriter();
  return {
    append(target, key, { side, entries }) {
      const [first] = entries;
      if (first === undefined) return;
      const surplusMinor = totalMinor(first) * BigInt(entries.length - 1);
      const lines = entries.slice(0, namedLinesMax).map(({ ordinal }) => ordinal);

      const bytes = target.room(duplicateLineBytesMax);
      let at = putAscii(bytes, target.length, `${side};`);
      at = putKey(bytes, at, key);
      at = putAscii(bytes, at, ";");
      at = putDay(bytes, at, first.day);
      at = putAscii(bytes, at, ";");
      at = putAmount(bytes, at, first.mainMinor, decimalMark);
      at = putAscii(bytes, at, ";");
      at = putAmount(bytes, at, first.fineMinor, decimalMark);
      at = putAscii(bytes, at, `;${entries.length};`);
      at = putAmount(bytes, at, surplusMinor, decimalMark);
      at = putAscii(bytes, at, `;${lines.join(" ")}\n`);
      target.endAt(at);
    },
  };
}
