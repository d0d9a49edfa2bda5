import { type ByteWriter, putBytes } from "../byte-writer.js";
import type { KeyRange } from "../spilling/spill-record.js";

/**
 * A line in a run: length of the text (u32), length of its order (u16), both little-endian, then the order, then the text.
 * Lines are sorted by the bytes of their order, which are the day and the key.
 */
export const lineHeaderBytes = 6;
const dayBytes = 4;

/** Appends the beginning of a line, whose text is to follow, and returns the key as it stands in it now. */
export function startRunLine(target: ByteWriter, day: number, key: KeyRange): KeyRange {
  const keyLength = key.to - key.from;
  const bytes = target.room(lineHeaderBytes + dayBytes + keyLength);
  const at = target.length;
  bytes[at + 4] = dayBytes + keyLength;
  bytes[at + 5] = (dayBytes + keyLength) >>> 8;
  // Days before 1970 are negative: with the sign turned over they come first, byte by byte.
  const unsigned = day ^ 0x80000000;
  const dayAt = at + lineHeaderBytes;
  bytes[dayAt] = unsigned >>> 24;
  bytes[dayAt + 1] = unsigned >>> 16;
  bytes[dayAt + 2] = unsigned >>> 8;
  bytes[dayAt + 3] = unsigned;
  const from = dayAt + dayBytes;
  const to = putBytes(bytes, from, key.bytes, key.from, key.to);
  target.endAt(to);
  const { supplierFrom, serviceFrom, isPlain } = key;
  return { bytes, from, to, supplierFrom, serviceFrom, isPlain };
}

/** Ends the line that begins at `at`: what was appended since {@link startRunLine} is its text. */
export function endRunLine({ bytes, length }: ByteWriter, at: number): void {
  const textLength = length - textStart(bytes, at);
  bytes[at] = textLength;
  bytes[at + 1] = textLength >>> 8;
  bytes[at + 2] = textLength >>> 16;
  bytes[at + 3] = textLength >>> 24;
}

/** Where the text of the line at `at` begins. */
export function textStart(bytes: Uint8Array, at: number): number {
  return at + lineHeaderBytes + orderLengthAt(bytes, at);
}

/** Behind the text of the line at `at`, which is where the next line begins. */
export function textEnd(bytes: Uint8Array, at: number): number {
  return textStart(bytes, at) + textLengthAt(bytes, at);
}

/** Negative, zero or positive, as the orders of two lines stand to each other byte by byte. */
export function compareLines(bytes: Uint8Array, a: number, b: number): number {
  const aLength = orderLengthAt(bytes, a);
  const bLength = orderLengthAt(bytes, b);
  const aEnd = a + lineHeaderBytes + Math.min(aLength, bLength);
  for (let aIndex = a + lineHeaderBytes, bIndex = b + lineHeaderBytes; aIndex < aEnd; aIndex += 1, bIndex += 1) {
    const difference = (bytes[aIndex] ?? 0) - (bytes[bIndex] ?? 0);
    if (difference !== 0) return difference;
  }
  return aLength - bLength;
}

function textLengthAt(bytes: Uint8Array, at: number): number {
  const low = (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16);
  return low + (bytes[at + 3] ?? 0) * 2 ** 24;
}

function orderLengthAt(bytes: Uint8Array, at: number): number {
  return (bytes[at + 4] ?? 0) | ((bytes[at + 5] ?? 0) << 8);
}
