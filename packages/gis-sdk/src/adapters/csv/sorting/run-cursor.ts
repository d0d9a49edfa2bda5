import type { FileHandle } from "node:fs/promises";
import { readWhole } from "../spilling/whole-io.js";
import { lineHeaderBytes, textEnd } from "./run-line.js";
import type { RunRange } from "./run-writer.js";

/** Reads a run line by line through a slot of a larger array. */
export interface RunCursor {
  /** Where the present line begins in the larger array. */
  readonly at: number;
  /** Moves to the next line; false when {@link refill} must be asked first. */
  advance(): boolean;
  /** Reads on and moves to the next line; false when the run has ended. */
  refill(): Promise<boolean>;
}

/** Opens a cursor; {@link RunCursor.refill} brings its first line. `slot` is a part of a larger array. */
export function createRunCursor(file: FileHandle, { from, to }: RunRange, slot: Uint8Array<ArrayBuffer>): RunCursor {
  const bytes = new Uint8Array(slot.buffer);
  const slotEnd = slot.byteOffset + slot.length;
  let position = from;
  let filledTo = slot.byteOffset;
  let next = slot.byteOffset;
  const cursor = { at: slot.byteOffset, advance, refill };

  function advance(): boolean {
    const isWhole = next + lineHeaderBytes <= filledTo && textEnd(bytes, next) <= filledTo;
    if (!isWhole) return false;
    cursor.at = next;
    next = textEnd(bytes, next);
    return true;
  }

  async function refill(): Promise<boolean> {
    if (position === to) return false;
    bytes.copyWithin(slot.byteOffset, next, filledTo);
    filledTo -= next - slot.byteOffset;
    next = slot.byteOffset;
    const count = Math.min(slotEnd - filledTo, to - position);
    await readWhole(file, bytes.subarray(filledTo, filledTo + count), position);
    position += count;
    filledTo += count;
    return advance();
  }

  return cursor;
}
