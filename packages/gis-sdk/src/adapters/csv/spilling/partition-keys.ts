import type { MatchEntry } from "../../../domain/reconciliation/match-entry.js";
import { entryAt, hashAt, keyEnd, keyStart } from "./spill-record.js";

/** The records of one partition: those of the billing register, then those of the acquiring register. */
export interface PartitionRecords {
  readonly bytes: Uint8Array;
  /** Bytes of the billing register. */
  readonly billingBytes: number;
  /** Bytes of both. */
  readonly length: number;
}

/** All rows of one key. */
export interface KeyRecords {
  /** The bytes in which the key stands, at `[keyFrom, keyTo)`. */
  readonly bytes: Uint8Array;
  readonly keyFrom: number;
  readonly keyTo: number;
  readonly billing: readonly MatchEntry[];
  readonly acquiring: readonly MatchEntry[];
}

/**
 * Brings together the records of equal keys and hands over key by key. The records are put in the order of their hashes by
 * one sort of plain numbers, so no key becomes a string; what is left to compare are the few keys that share a hash.
 */
export function forEachKey(records: PartitionRecords, take: (key: KeyRecords) => void): void {
  const view = new DataView(records.bytes.buffer, records.bytes.byteOffset, records.bytes.byteLength);
  const { offsets, hashShift } = inOrderOfHash(view, records.length);
  for (let from = 0, to = 0; from < offsets.length; from = to) {
    const hash = hashAt(view, offsets[from] ?? 0) >>> hashShift;
    while (to < offsets.length && hashAt(view, offsets[to] ?? 0) >>> hashShift === hash) to += 1;
    takeRun(records, view, offsets.subarray(from, to), take);
  }
}

/** Takes records of one hash apart into their keys. */
function takeRun(
  { bytes, billingBytes }: PartitionRecords,
  view: DataView,
  run: Uint32Array,
  take: (key: KeyRecords) => void,
): void {
  for (let rest: ArrayLike<number> = run; rest.length > 0; ) {
    const first = rest[0] ?? 0;
    const billing: MatchEntry[] = [];
    const acquiring: MatchEntry[] = [];
    const others: number[] = [];
    for (let index = 0; index < rest.length; index += 1) {
      const at = rest[index] ?? 0;
      if (at !== first && !areKeysEqual(bytes, view, first, at)) others.push(at);
      else if (at < billingBytes) billing.push(entryAt(view, at));
      else acquiring.push(entryAt(view, at));
    }
    take({ bytes, keyFrom: keyStart(first), keyTo: keyEnd(view, first), billing, acquiring });
    rest = others;
  }
}

/** Exact integers of a double have this many bits. */
const exactBits = 53;
const hashBits = 32;

interface HashOrder {
  /** Where records begin, in the order of as much of their hashes as is looked at, then of the registers. */
  readonly offsets: Uint32Array;
  /** Low bits of the hash that are not looked at: with millions of records in a partition the indexes need the room. */
  readonly hashShift: number;
}

function inOrderOfHash(view: DataView, length: number): HashOrder {
  const offsets: number[] = [];
  for (let at = 0; at < length; at = keyEnd(view, at)) offsets.push(at);

  // Hash and index in one number, so that the sort needs no comparing function.
  const indexBits = Math.ceil(Math.log2(offsets.length + 1));
  const indexSpan = 2 ** indexBits;
  const hashShift = Math.max(0, hashBits + indexBits - exactBits);
  const order = new Float64Array(offsets.length);
  for (let index = 0; index < order.length; index += 1) {
    order[index] = (hashAt(view, offsets[index] ?? 0) >>> hashShift) * indexSpan + index;
  }
  order.sort();

  const sorted = new Uint32Array(offsets.length);
  for (let index = 0; index < order.length; index += 1) {
    sorted[index] = offsets[(order[index] ?? 0) % indexSpan] ?? 0;
  }
  return { offsets: sorted, hashShift };
}

function areKeysEqual(bytes: Uint8Array, view: DataView, a: number, b: number): boolean {
  const start = keyStart(a);
  const otherStart = keyStart(b);
  const length = keyEnd(view, a) - start;
  if (keyEnd(view, b) - otherStart !== length) return false;
  for (let index = 0; index < length; index += 1) {
    if (bytes[start + index] !== bytes[otherStart + index]) return false;
  }
  return true;
}
