import { keyBytesMax } from "../key-buffer.js";
import type { KeyRange } from "../spilling/spill-record.js";
import { foreignTextBytesMax, putForeignText, writtenDelimiter } from "./csv-fields.js";

/** The most bytes that the fields of a key take. */
export const keyFieldsBytesMax = foreignTextBytesMax(keyBytesMax) + 8;

/** Writes the parts of a key as fields of their own and returns the position behind. */
export function putKey(bytes: Uint8Array, at: number, { bytes: source, from, to }: KeyRange): number {
  let end = at;
  let fieldFrom = from;
  for (let index = from; index < to; index += 1) {
    if (source[index] !== 0) continue;
    end = putForeignText(bytes, end, source, fieldFrom, index);
    bytes[end] = writtenDelimiter;
    end += 1;
    fieldFrom = index + 1;
  }
  return putForeignText(bytes, end, source, fieldFrom, to);
}
