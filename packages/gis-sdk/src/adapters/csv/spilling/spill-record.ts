import type { MatchEntry } from "../../../domain/reconciliation/match-entry.js";
import { putBytes } from "../byte-writer.js";
import type { ScannedRow } from "../reading/row-parser.js";
import type { SpillBlock } from "./spill-file.js";

/**
 * A row on disk, little-endian: hash of the key (u32), number of the row's line (u32), day (i32), main sum and fine in
 * kopecks (i64 each), length of the key (u16), the key.
 */
const layout = { hash: 0, line: 4, day: 8, main: 12, fine: 20, keyLength: 28, key: 30 } as const;

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
  view.setBigInt64(at + layout.main, row.mainMinor, true);
  view.setBigInt64(at + layout.fine, row.fineMinor, true);
  view.setUint16(at + layout.keyLength, keyLength, true);
  block.used = putBytes(block.bytes, at + layout.key, key, 0, keyLength);
}

/** The hash of the key of the record at `at`. */
export function hashAt(view: DataView, at: number): number {
  return view.getUint32(at + layout.hash, true);
}

/** Where the key of the record at `at` begins. */
export function keyStart(at: number): number {
  return at + layout.key;
}

/** Behind the key of the record at `at`, which is where the next record begins. */
export function keyEnd(view: DataView, at: number): number {
  return at + layout.key + view.getUint16(at + layout.keyLength, true);
}

/** The row at `at` as the stages see it. */
export function entryAt(view: DataView, at: number): MatchEntry {
  return {
    day: view.getInt32(at + layout.day, true),
    mainMinor: view.getBigInt64(at + layout.main, true),
    fineMinor: view.getBigInt64(at + layout.fine, true),
    ordinal: view.getUint32(at + layout.line, true),
  };
}
