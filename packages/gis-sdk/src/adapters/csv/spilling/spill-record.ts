import type { MatchEntry } from "../../../domain/reconciliation/match-entry.js";
import { putBytes } from "../byte-writer.js";
import { type ExactKopecks, exactKopecks } from "../exact-kopecks.js";
import type { ScannedRow } from "../reading/row-parser.js";
import type { SpillBlock } from "./spill-file.js";

/**
 * A row on disk, little-endian: hash of the key (u32), number of the row's line (u32), day (i32), main sum and fine in
 * kopecks (f64 each), length of the key (u16), where in it the supplier begins and where the service (u16 each), whether
 * it is plain (u16), the key.
 */
const layout = {
  hash: 0,
  line: 4,
  day: 8,
  main: 12,
  fine: 20,
  keyLength: 28,
  supplier: 30,
  service: 32,
  plain: 34,
  key: 36,
} as const;

/** Bytes that a row with a key of this length takes on disk. */
export function spilledBytes(keyLength: number): number {
  return layout.key + keyLength;
}

/** Appends a row to a block that has room for it. */
export function spillRow(block: SpillBlock, hash: number, row: ScannedRow): void {
  const { view, used: at } = block;
  const { bytes: key, length: keyLength } = row.key;
  view.setUint32(at + layout.hash, hash, true);
  view.setUint32(at + layout.line, row.line, true);
  view.setInt32(at + layout.day, row.day, true);
  view.setFloat64(at + layout.main, row.main, true);
  view.setFloat64(at + layout.fine, row.fine, true);
  view.setUint16(at + layout.keyLength, keyLength, true);
  view.setUint16(at + layout.supplier, row.key.supplierFrom, true);
  view.setUint16(at + layout.service, row.key.serviceFrom, true);
  view.setUint16(at + layout.plain, row.key.isPlain ? 1 : 0, true);
  block.used = putBytes(block.bytes, at + layout.key, key, 0, keyLength);
}

/** The hash of the key of the record at `at`. */
export function hashAt(view: DataView, at: number): number {
  return view.getUint32(at + layout.hash, true);
}

/** Where the bytes of a key stand. */
export interface KeyRange {
  readonly bytes: Uint8Array;
  readonly from: number;
  readonly to: number;
  /** Where the supplier begins, and where the service, both counted from {@link from}. */
  readonly supplierFrom: number;
  readonly serviceFrom: number;
  /** Whether every field can be written to CSV as it stands. */
  readonly isPlain: boolean;
}

/** The key of the record at `at`. */
export function keyOf({ bytes, view }: { readonly bytes: Uint8Array; readonly view: DataView }, at: number): KeyRange {
  return {
    bytes,
    from: keyStart(at),
    to: keyEnd(view, at),
    supplierFrom: view.getUint16(at + layout.supplier, true),
    serviceFrom: view.getUint16(at + layout.service, true),
    isPlain: view.getUint16(at + layout.plain, true) === 1,
  };
}

/** Where the key of the record at `at` begins. */
function keyStart(at: number): number {
  return at + layout.key;
}

/** Behind the key of the record at `at`, which is where the next record begins. */
export function keyEnd(view: DataView, at: number): number {
  return at + layout.key + view.getUint16(at + layout.keyLength, true);
}

/** The day of the record at `at`. */
export function dayAt(view: DataView, at: number): number {
  return view.getInt32(at + layout.day, true);
}

/** The main sum of the record at `at`. */
export function mainAt(view: DataView, at: number): ExactKopecks {
  return exactKopecks(view.getFloat64(at + layout.main, true));
}

/** The fine of the record at `at`. */
export function fineAt(view: DataView, at: number): ExactKopecks {
  return exactKopecks(view.getFloat64(at + layout.fine, true));
}

/** The number of the line that the record at `at` came from. */
export function lineAt(view: DataView, at: number): number {
  return view.getUint32(at + layout.line, true);
}

/** The record at `at` as the stages see it. */
export function entryAt(view: DataView, at: number): MatchEntry {
  return {
    day: dayAt(view, at),
    mainMinor: BigInt(mainAt(view, at)),
    fineMinor: BigInt(fineAt(view, at)),
    ordinal: lineAt(view, at),
  };
}

/** Whether the keys of two records are the same, byte by byte. */
export function areKeysEqual(bytes: Uint8Array, view: DataView, a: number, b: number): boolean {
  return compareKeys(bytes, view, a, b) === 0;
}

/** Negative, zero or positive, as the keys of two records stand to each other byte by byte. */
export function compareKeys(bytes: Uint8Array, view: DataView, a: number, b: number): number {
  const aEnd = keyEnd(view, a);
  const bEnd = keyEnd(view, b);
  let bIndex = keyStart(b);
  for (let aIndex = keyStart(a); aIndex < aEnd && bIndex < bEnd; aIndex += 1, bIndex += 1) {
    const difference = (bytes[aIndex] ?? 0) - (bytes[bIndex] ?? 0);
    if (difference !== 0) return difference;
  }
  return aEnd - keyStart(a) - (bEnd - keyStart(b));
}

/** With how many equal bytes the keys of two records begin, looking at no more than `max`. */
export function commonKeyBytes(bytes: Uint8Array, view: DataView, a: number, b: number, max: number): number {
  const start = keyStart(a);
  const otherStart = keyStart(b);
  const end = Math.min(max, keyEnd(view, a) - start, keyEnd(view, b) - otherStart);
  let length = 0;
  while (length < end && bytes[start + length] === bytes[otherStart + length]) length += 1;
  return length;
}

/** Four bytes of the key of the record at `at`, from `skip` on, as a number that orders as they do; zeros behind its end. */
export function keyBytesFrom(bytes: Uint8Array, view: DataView, at: number, skip: number): number {
  const start = keyStart(at) + skip;
  const end = keyEnd(view, at);
  if (start + 4 <= end) return view.getUint32(start);
  let value = 0;
  for (let index = start; index < start + 4; index += 1) value = value * 256 + (index < end ? (bytes[index] ?? 0) : 0);
  return value;
}
