import { withRoomFor } from "./growing-array.js";

/**
 * Puts indexes in the order of numbers that belong to them. Number and index are packed into one double, so that the sort
 * is the machine's and needs no comparing function.
 */
export interface PackedOrder {
  /** Prepares for `count` indexes. */
  start(count: number): void;
  /** Gives an index its number, which is not negative and has at most as many bits as {@link bitsFor} allows. */
  set(index: number, number: number): void;
  /** Sorts; indexes of equal numbers stay in their own order. The array is valid until the next start. */
  sorted(): Int32Array;
  /** Once sorted: how many indexes from `position` on have the number of the one there. */
  runLength(position: number): number;
}

/** Exact integers of a double have this many bits. */
const exactBits = 53;

/** Bits that the number of each of `count` indexes may have. */
export function bitsFor(count: number): number {
  return exactBits - indexBits(count);
}

/** Creates an order; its arrays are kept from one use to the next. */
export function createPackedOrder(): PackedOrder {
  let packed = new Float64Array(0);
  let indexes = new Int32Array(0);
  let length = 0;
  let span = 1;
  return {
    start(count) {
      packed = withRoomFor(packed, count);
      indexes = withRoomFor(indexes, count);
      length = count;
      span = 2 ** indexBits(count);
    },
    set(index, number) {
      packed[index] = number * span + index;
    },
    sorted() {
      packed.subarray(0, length).sort();
      for (let position = 0; position < length; position += 1) {
        const value = packed[position] ?? 0;
        // The remainder, but without the slow division of doubles.
        indexes[position] = value - Math.floor(value / span) * span;
      }
      return indexes.subarray(0, length);
    },
    runLength(position) {
      const runEnd = (Math.floor((packed[position] ?? 0) / span) + 1) * span;
      let end = position + 1;
      while (end < length && (packed[end] ?? 0) < runEnd) end += 1;
      return end - position;
    },
  };
}

function indexBits(count: number): number {
  return Math.ceil(Math.log2(count + 1));
}
