import type { FileHandle } from "node:fs/promises";
import { type ByteWriter, createByteWriter } from "../byte-writer.js";
import { writeWhole } from "../spilling/whole-io.js";

/** Where a sorted run stands in the file of runs. */
export interface RunRange {
  readonly from: number;
  readonly to: number;
}

/** Sorted runs in a file. */
export interface SortedRuns {
  readonly file: FileHandle;
  readonly ranges: readonly RunRange[];
}

/** Writes runs, whose lines come in their order. */
export interface RunWriter extends SortedRuns {
  /** The lines that are not on disk yet. */
  readonly buffer: ByteWriter;
  /** Writes out what was appended and ends the run there. */
  endRun(): Promise<void>;
}

/** Creates a writer of runs into an empty file. */
export function createRunWriter(file: FileHandle): RunWriter {
  const buffer = createByteWriter(64 * 1024);
  const ranges: RunRange[] = [];
  let fileBytes = 0;
  return {
    file,
    ranges,
    buffer,
    async endRun() {
      if (buffer.length === 0) return;
      await writeWhole(file, [buffer.bytes.subarray(0, buffer.length)], fileBytes);
      ranges.push({ from: fileBytes, to: fileBytes + buffer.length });
      fileBytes += buffer.length;
      buffer.clear();
    },
  };
}
