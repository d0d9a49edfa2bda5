import type { FileHandle } from "node:fs/promises";
import { readWhole } from "../spilling/whole-io.js";
import { lineHeaderBytes, textEnd } from "./run-line.js";
import type { RunRange } from "./sorted-runs.js";

/** Reads a run line by line. */
export interface RunCursor {
  readonly bytes: Uint8Array;
  /** Where the present line begins in {@link bytes}. */
  readonly at: number;
  /** Moves to the next line; false when {@link refill} must be asked first. */
  advance(): boolean;
  /** Reads on; false when the run has ended. */
  refill(): Promise<boolean>;
}

const bufferBytes = 16 * 1024;

/** Opens a cursor; {@link RunCursor.refill} brings its first line. */
export function createRunCursor(file: FileHandle, { from, to }: RunRange): RunCursor {
  let bytes = new Uint8Array(Math.min(bufferBytes, to - from));
  let position = from;
  let filled = 0;
  let at = 0;
  /** Behind the present line. */
  let next = 0;

  const isWholeLineAt = (start: number): boolean =>
    start + lineHeaderBytes <= filled && textEnd(bytes, start) <= filled;

  const advance = (): boolean => {
    if (!isWholeLineAt(next)) return false;
    at = next;
    next = textEnd(bytes, at);
    return true;
  };

  /** Moves what is unread to the front and fills the rest, in a larger buffer where the line needs it. */
  const readOn = async (): Promise<void> => {
    const unread = bytes.subarray(next, filled);
    const target = unread.length > bytes.length / 2 ? new Uint8Array(2 * bytes.length) : bytes;
    target.set(unread);
    bytes = target;
    filled = unread.length;
    next = 0;
    const count = Math.min(bytes.length - filled, to - position);
    await readWhole(file, bytes.subarray(filled, filled + count), position);
    position += count;
    filled += count;
  };

  return {
    get bytes() {
      return bytes;
    },
    get at() {
      return at;
    },
    advance,
    async refill() {
      while (position < to) {
        await readOn();
        if (advance()) return true;
      }
      return false;
    },
  };
}
