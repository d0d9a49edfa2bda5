import type { FileHandle } from "node:fs/promises";
import { appendBytes, type ByteWriter, createByteWriter } from "../byte-writer.js";
import { writeWhole } from "../spilling/whole-io.js";
import { compareLines, lineHeaderBytes, putLineHeader, textEnd } from "./run-line.js";

/** Where a sorted run stands in the file of runs. */
export interface RunRange {
  readonly from: number;
  readonly to: number;
}

/** Gathers lines in memory and writes them to a file as sorted runs. */
export interface SortedRuns {
  readonly file: FileHandle;
  /** All runs that were ended. */
  readonly ranges: readonly RunRange[];
  /** Begins a line: the caller appends the bytes by which it is sorted. */
  startLine(): ByteWriter;
  /** Goes on with the line: the caller appends its text. */
  startText(): ByteWriter;
  /** Ends the line. Lines of equal order stay in the order in which they were added. */
  endLine(): void;
  /** Sorts what was added since the last call and appends it to the file. */
  endRun(): Promise<void>;
}

const writeBytes = 64 * 1024;

/** Creates an empty set of runs in an empty file. */
export function createSortedRuns(file: FileHandle): SortedRuns {
  const lines = createByteWriter(256 * 1024);
  const sorted = createByteWriter(2 * writeBytes);
  const ranges: RunRange[] = [];
  let offsets: number[] = [];
  let lineAt = 0;
  let textAt = 0;
  let fileBytes = 0;

  const writeSorted = async (): Promise<void> => {
    await writeWhole(file, [sorted.bytes.subarray(0, sorted.length)], fileBytes);
    fileBytes += sorted.length;
    sorted.clear();
  };

  return {
    file,
    ranges,
    startLine() {
      lineAt = lines.length;
      lines.room(lineHeaderBytes);
      lines.endAt(lineAt + lineHeaderBytes);
      return lines;
    },
    startText() {
      textAt = lines.length;
      return lines;
    },
    endLine() {
      putLineHeader(lines.bytes, lineAt, textAt - lineAt - lineHeaderBytes, lines.length - textAt);
      offsets.push(lineAt);
    },
    async endRun() {
      if (offsets.length === 0) return;
      const { bytes } = lines;
      const from = fileBytes;
      for (const at of offsets.sort((a, b) => compareLines(bytes, a, bytes, b) || a - b)) {
        appendBytes(sorted, bytes, at, textEnd(bytes, at));
        if (sorted.length >= writeBytes) await writeSorted();
      }
      await writeSorted();
      ranges.push({ from, to: fileBytes });
      lines.clear();
      offsets = [];
    },
  };
}
