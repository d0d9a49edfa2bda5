import { type ByteWriter, putBytes } from "../byte-writer.js";
import type { KeyRange } from "./result-lines.js";

const dayBytes = 4;

/** Appends the bytes by which lines are sorted: day, then key. */
export function appendLineOrder(target: ByteWriter, day: number, { bytes: key, keyFrom, keyTo }: KeyRange): void {
  const bytes = target.room(dayBytes + keyTo - keyFrom);
  const at = target.length;
  // Days before 1970 are negative: with the sign turned over they come first, byte by byte.
  const unsigned = day ^ 0x80000000;
  bytes[at] = unsigned >>> 24;
  bytes[at + 1] = unsigned >>> 16;
  bytes[at + 2] = unsigned >>> 8;
  bytes[at + 3] = unsigned;
  target.endAt(putBytes(bytes, at + dayBytes, key, keyFrom, keyTo));
}
