import type { KeyLine } from "../../../domain/reconciliation/key-line.js";
import type { MatchEntry } from "../../../domain/reconciliation/match-entry.js";
import { keyBytesMax } from "../key-buffer.js";
import { commonKeyBytes, compareKeys, dayAt, keyBytesFrom } from "../spilling/spill-record.js";
import { withRoomFor } from "./growing-array.js";
import { bitsFor, createPackedOrder } from "./packed-order.js";
import type { Partition } from "./partition.js";

/** Takes lines in their order. */
export interface LineTaker {
  /** A charge and a payment that are equal, as their records stand. */
  takePair(billingAt: number, acquiringAt: number): void;
  /** Any other line; its key is that of the record at `keyAt`. */
  takeLine(keyAt: number, line: KeyLine<MatchEntry, MatchEntry>): void;
}

/** The lines of one partition, before they are written. */
export interface LineList extends LineTaker {
  /** Hands over all lines in order of day and key, and forgets them. Lines of equal order stay as they were added. */
  drainInOrder(partition: Partition, taker: LineTaker): void;
}

/** Creates an empty list. Its arrays are kept from partition to partition. */
export function createLineList(): LineList {
  let count = 0;
  /** Record with the key of the line. */
  let keyAts = new Int32Array(0);
  /** Record of the payment where the line is a pair; otherwise less than zero: -1 - index in {@link lines}. */
  let contents = new Int32Array(0);
  let lines: KeyLine<MatchEntry, MatchEntry>[] = [];
  const order = createPackedOrder();

  const add = (keyAt: number, content: number): void => {
    keyAts = withRoomFor(keyAts, count + 1);
    contents = withRoomFor(contents, count + 1);
    keyAts[count] = keyAt;
    contents[count] = content;
    count += 1;
  };

  let bytes = new Uint8Array(0);
  let view = new DataView(bytes.buffer);
  const byKey = (a: number, b: number): number => compareKeys(bytes, view, keyAts[a] ?? 0, keyAts[b] ?? 0) || a - b;

  const dayOf = (index: number): number => {
    const content = contents[index] ?? 0;
    return content < 0 ? (lines[-1 - content]?.day ?? 0) : dayAt(view, content);
  };

  /** Bytes with which all keys begin. */
  const sharedKeyBytes = (): number => {
    let shared = keyBytesMax;
    for (let index = 1; index < count; index += 1) {
      shared = commonKeyBytes(bytes, view, keyAts[0] ?? 0, keyAts[index] ?? 0, shared);
    }
    return shared;
  };

  /** All indexes in order of day and key. */
  const sorted = (): Int32Array => {
    let firstDay = Number.POSITIVE_INFINITY;
    let lastDay = Number.NEGATIVE_INFINITY;
    for (let index = 0; index < count; index += 1) {
      firstDay = Math.min(firstDay, dayOf(index));
      lastDay = Math.max(lastDay, dayOf(index));
    }
    // The day, and as much of the key as there is room for; what is still equal is compared in full.
    const dayBits = Math.ceil(Math.log2(lastDay - firstDay + 1));
    const keyBits = Math.max(0, Math.min(32, bitsFor(count) - dayBits));
    const keyUnit = 2 ** (32 - keyBits);
    const daySpan = 2 ** keyBits;
    const shared = sharedKeyBytes();
    order.start(count);
    for (let index = 0; index < count; index += 1) {
      const keyStart = Math.floor(keyBytesFrom(bytes, view, keyAts[index] ?? 0, shared) / keyUnit);
      order.set(index, (dayOf(index) - firstDay) * daySpan + keyStart);
    }
    const indexes = order.sorted();
    for (let from = 0; from < count; from += order.runLength(from)) {
      const to = from + order.runLength(from);
      if (to - from > 1) indexes.subarray(from, to).sort(byKey);
    }
    return indexes;
  };

  return {
    takePair: add,
    takeLine(keyAt, line) {
      lines.push(line);
      add(keyAt, -lines.length);
    },
    drainInOrder(partition, taker) {
      if (count === 0) return;
      ({ bytes, view } = partition);
      for (const index of sorted()) {
        const content = contents[index] ?? 0;
        const line = content < 0 ? lines[-1 - content] : undefined;
        if (line === undefined) taker.takePair(keyAts[index] ?? 0, content);
        else taker.takeLine(keyAts[index] ?? 0, line);
      }
      count = 0;
      lines = [];
    },
  };
}
