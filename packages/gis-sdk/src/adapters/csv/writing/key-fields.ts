import { putBytes } from "../byte-writer.js";
import { keyBytesMax } from "../key-buffer.js";
import type { KeyRange } from "../spilling/spill-record.js";
import { foreignTextBytesMax, putForeignText } from "./csv-fields.js";
import { writtenDelimiter } from "./plain-text.js";

/** The most bytes that the fields of a key take. */
export const keyFieldsBytesMax = foreignTextBytesMax(keyBytesMax) + 8;

/** Writes the parts of a key as fields of their own and returns the position behind. */
export function putKey(bytes: Uint8Array, at: number, key: KeyRange): number {
  return key.isPlain ? putPlainKey(bytes, at, key) : putGuardedKey(bytes, at, key);
}

/** Copies the key, and puts delimiters where it has zero bytes. */
function putPlainKey(
  bytes: Uint8Array,
  at: number,
  { bytes: source, from, to, supplierFrom, serviceFrom }: KeyRange,
): number {
  // Within one array, bytes are moved by the machine.
  if (source === bytes) bytes.copyWithin(at, from, to);
  else putBytes(bytes, at, source, from, to);
  bytes[at + supplierFrom - 1] = writtenDelimiter;
  bytes[at + serviceFrom - 1] = writtenDelimiter;
  return at + to - from;
}

function putGuardedKey(
  bytes: Uint8Array,
  at: number,
  { bytes: source, from, to, supplierFrom, serviceFrom }: KeyRange,
): number {
  let end = putForeignText(bytes, at, source, from, from + supplierFrom - 1);
  bytes[end] = writtenDelimiter;
  end = putForeignText(bytes, end + 1, source, from + supplierFrom, from + serviceFrom - 1);
  bytes[end] = writtenDelimiter;
  return putForeignText(bytes, end + 1, source, from + serviceFrom, to);
}
