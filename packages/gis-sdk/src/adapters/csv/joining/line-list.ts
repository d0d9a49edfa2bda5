import type { KeyLine } from "../../../domain/reconciliation/key-line.js";
import type { MatchEntry } from "../../../domain/reconciliation/match-entry.js";
import { compareKeys, dayAt } from "../spilling/spill-record.js";
import { withRoomFor } from "./growing-array.js";
import { createPackedOrder } from "./packed-order.js";
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

/** Makes the number of every day that is accepted positive. */
const dayOffset = 2 ** 20;

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

  const dayOf = (index: number): number => {
    const content = contents[index] ?? 0;
    return content < 0 ? (lines[-1 - content]?.day ?? 0) : dayAt(view, content);
  };

  let bytes = new Uint8Array(0);
  let view = new DataView(bytes.buffer);
  const byKey = (a: number, b: number): number => compareKeys(bytes, view, keyAts[a] ?? 0, keyAts[b] ?? 0) || a - b;

  /** All indexes in order of day and key. */
  const sorted = (): Int32Array => {
    order.start(count);
    for (let index = 0; index < count; index += 1) order.set(index, dayOf(index) + dayOffset);
    const indexes = order.sorted();
    for (let from = 0, to = 0; from < count; from = to) {
      const day = dayOf(indexes[from] ?? 0);
      to = from + 1;
      while (to < count && dayOf(indexes[to] ?? 0) === day) to += 1;
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
