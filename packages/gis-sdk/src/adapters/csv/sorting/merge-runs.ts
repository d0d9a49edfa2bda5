import { createRunCursor, type RunCursor } from "./run-cursor.js";
import { compareLines, textEnd, textStart } from "./run-line.js";
import type { SortedRuns } from "./sorted-runs.js";

/** Takes the text of a line, `[from, to)` of `bytes`, which is valid until the call returns. */
export type TakeText = (bytes: Uint8Array, from: number, to: number) => void;

/** So many bytes are taken before whoever drives the merge gets a turn. */
const turnBytes = 64 * 1024;

/**
 * Hands over the texts of all runs in the order of their lines. Yields now and then, so that whoever drives it can write
 * out what was taken.
 */
export async function* mergeRuns({ file, ranges }: SortedRuns, take: TakeText): AsyncGenerator<void, void> {
  const heap: RunCursor[] = [];
  for (const range of ranges) {
    const cursor = createRunCursor(file, range);
    if (await cursor.refill()) heap.push(cursor);
  }
  for (let at = heap.length >> 1; at >= 0; at -= 1) siftDown(heap, at);

  let takenBytes = 0;
  for (let first = heap[0]; first !== undefined; first = heap[0]) {
    const from = textStart(first.bytes, first.at);
    const to = textEnd(first.bytes, first.at);
    take(first.bytes, from, to);
    takenBytes += to - from;
    if (takenBytes >= turnBytes) {
      yield;
      takenBytes = 0;
    }
    if (first.advance() || (await first.refill())) siftDown(heap, 0);
    else removeFirst(heap);
  }
  yield;
}

/** Restores the order of the heap where only the cursor at `start` may stand too far up. */
function siftDown(heap: RunCursor[], start: number): void {
  const moving = heap[start];
  if (moving === undefined) return;
  let at = start;
  for (;;) {
    let childAt = 2 * at + 1;
    let child = heap[childAt];
    const sibling = heap[childAt + 1];
    if (child === undefined) break;
    if (sibling !== undefined && isBefore(sibling, child)) {
      child = sibling;
      childAt += 1;
    }
    if (!isBefore(child, moving)) break;
    heap[at] = child;
    at = childAt;
  }
  heap[at] = moving;
}

function removeFirst(heap: RunCursor[]): void {
  const last = heap.pop();
  if (last === undefined || heap.length === 0) return;
  heap[0] = last;
  siftDown(heap, 0);
}

function isBefore(a: RunCursor, b: RunCursor): boolean {
  return compareLines(a.bytes, a.at, b.bytes, b.at) < 0;
}
