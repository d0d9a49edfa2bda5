import type { MatchEntry } from "../../../domain/reconciliation/match-entry.js";
import { areKeysEqual, entryAt, hashAt, keyEnd } from "../spilling/spill-record.js";
import { withRoomFor } from "./growing-array.js";
import { bitsFor, createPackedOrder } from "./packed-order.js";
import type { Partition } from "./partition.js";

/** Where the records of one key go. */
export interface KeyTaker {
  /** Takes a key with one row in each register, as the records stand. */
  takePair(billingAt: number, acquiringAt: number): void;
  /** Takes any other key; `keyAt` is the first of its records. */
  takeRows(keyAt: number, billing: readonly MatchEntry[], acquiring: readonly MatchEntry[]): void;
}

/** Brings together the records of equal keys of a partition, and hands over key by key. */
export type GroupByKey = (partition: Partition, taker: KeyTaker) => void;

const hashBits = 32;

/**
 * Creates a grouping by key. The records are put in the order of their hashes, so no key becomes a string; what is left to
 * compare are the few keys that share a hash. The arrays for it are kept from partition to partition.
 */
export function createKeyGrouping(): GroupByKey {
  let offsets = new Int32Array(0);
  const order = createPackedOrder();

  /** Fills {@link offsets} and returns how many records there are. */
  const findRecords = ({ view, length }: Partition): number => {
    let count = 0;
    for (let at = 0; at < length; at = keyEnd(view, at)) {
      offsets = withRoomFor(offsets, count + 1);
      offsets[count] = at;
      count += 1;
    }
    return count;
  };

  return (partition, taker) => {
    const { view } = partition;
    const count = findRecords(partition);
    // Where a partition holds millions of records there is no room for the whole hash.
    const hashShift = Math.max(0, hashBits - bitsFor(count));
    order.start(count);
    for (let index = 0; index < count; index += 1) order.set(index, hashAt(view, offsets[index] ?? 0) >>> hashShift);
    const records = order.sorted();
    for (let position = 0; position < count; position += 1) records[position] = offsets[records[position] ?? 0] ?? 0;

    for (let from = 0, to = 0; from < count; from = to) {
      const first = records[from] ?? 0;
      const hash = hashAt(view, first) >>> hashShift;
      to = from + 1;
      while (to < count && hashAt(view, records[to] ?? 0) >>> hashShift === hash) to += 1;
      const second = records[from + 1] ?? 0;
      if (to - from === 2 && isPair(partition, first, second)) taker.takePair(first, second);
      else takeRun(partition, Array.from(records.subarray(from, to)), taker);
    }
  };
}

function isPair({ bytes, view, billingBytes }: Partition, first: number, second: number): boolean {
  return first < billingBytes && second >= billingBytes && areKeysEqual(bytes, view, first, second);
}

/** Takes records of one hash apart into their keys. */
function takeRun({ bytes, view, billingBytes }: Partition, run: readonly number[], taker: KeyTaker): void {
  for (let rest = run; rest.length > 0; ) {
    const keyAt = rest[0] ?? 0;
    const billing: MatchEntry[] = [];
    const acquiring: MatchEntry[] = [];
    const others: number[] = [];
    for (const at of rest) {
      if (at !== keyAt && !areKeysEqual(bytes, view, keyAt, at)) others.push(at);
      else if (at < billingBytes) billing.push(entryAt(view, at));
      else acquiring.push(entryAt(view, at));
    }
    taker.takeRows(keyAt, billing, acquiring);
    rest = others;
  }
}
