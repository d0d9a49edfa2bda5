import { createRunCursor, type RunCursor } from "./run-cursor.js";
import { compareLines, textEnd, textStart } from "./run-line.js";
import type { SortedRuns } from "./run-writer.js";

/** Merged text is handed over in pieces of about this size. */
const pieceBytes = 128 << 10;
/** Memory for all runs together; each has the larger a part of it the fewer there are. */
const memoryBytes = 2 << 20;
/** So much of each run is in memory at least. No line of a run is longer than half of it. */
const slotBytesMin = 16 << 10;
const slotBytesMax = 128 << 10;

/**
 * Merges runs and yields the texts of all lines in their order, many at a time; a piece is valid until the next is asked
 * for.
 */
export async function* mergeRuns({ file, ranges }: SortedRuns): AsyncGenerator<Uint8Array, void> {
  // One array for everything: within an array, bytes are moved by the machine, and nothing is allocated for it.
  const slotBytes = Math.min(slotBytesMax, Math.max(slotBytesMin, Math.floor(memoryBytes / (ranges.length + 1))));
  const slotsFrom = pieceBytes + slotBytes;
  const bytes = new Uint8Array(slotsFrom + ranges.length * slotBytes);
  const heap: RunCursor[] = [];
  for (const [index, range] of ranges.entries()) {
    const slotFrom = slotsFrom + index * slotBytes;
    const cursor = createRunCursor(file, range, bytes.subarray(slotFrom, slotFrom + slotBytes));
    if (await cursor.refill()) heap.push(cursor);
  }
  for (let at = heap.length >> 1; at >= 0; at -= 1) siftDown(bytes, heap, at);

  let length = 0;
  for (let first = heap[0]; first !== undefined; first = heap[0]) {
    const from = textStart(bytes, first.at);
    const to = textEnd(bytes, first.at);
    bytes.copyWithin(length, from, to);
    length += to - from;
    if (length >= pieceBytes) {
      yield bytes.subarray(0, length);
      length = 0;
    }
    if (first.advance() || (await first.refill())) siftDown(bytes, heap, 0);
    else removeFirst(bytes, heap);
  }
  yield bytes.subarray(0, length);
}

/** Restores the order of the heap where only the cursor at `start` may stand too far up. */
function siftDown(bytes: Uint8Array, heap: RunCursor[], start: number): void {
  const moving = heap[start];
  if (moving === undefined) return;
  let at = start;
  for (;;) {
    let childAt = 2 * at + 1;
    let child = heap[childAt];
    const sibling = heap[childAt + 1];
    if (child === undefined) break;
    if (sibling !== undefined && compareLines(bytes, sibling.at, child.at) < 0) {
      child = sibling;
      childAt += 1;
    }
    if (compareLines(bytes, moving.at, child.at) <= 0) break;
    heap[at] = child;
    at = childAt;
  }
  heap[at] = moving;
}

function removeFirst(bytes: Uint8Array, heap: RunCursor[]): void {
  const last = heap.pop();
  if (last === undefined || heap.length === 0) return;
  heap[0] = last;
  siftDown(bytes, heap, 0);
}
