import type { FileHandle } from "node:fs/promises";
import { GisError } from "../../../errors.js";
import { withFilesError } from "../files-error.js";

/** Buffers in one call: the system's own limit is 1,024. */
const buffersMax = 512;

/**
 * Writes all buffers one behind the other from `position` on, however little the system takes at once.
 * @throws {@link GisError} `GIS_RECONCILIATION_FILES`
 */
export async function writeWhole(file: FileHandle, buffers: readonly Uint8Array[], position: number): Promise<void> {
  let at = position;
  for (let first = 0; first < buffers.length; first += buffersMax) {
    let rest = buffers.slice(first, first + buffersMax);
    while (rest.length > 0) {
      const { bytesWritten } = await withFilesError(file.writev(rest, at));
      at += bytesWritten;
      rest = withoutFirstBytes(rest, bytesWritten);
    }
  }
}

/**
 * Fills `target` from `position` on.
 * @throws {@link GisError} `GIS_RECONCILIATION_FILES`, also when the file ends before.
 */
export async function readWhole(file: FileHandle, target: Uint8Array, position: number): Promise<void> {
  for (let filled = 0; filled < target.length; ) {
    const { bytesRead } = await withFilesError(file.read(target, filled, target.length - filled, position + filled));
    if (bytesRead === 0) {
      throw new GisError("GIS_RECONCILIATION_FILES", "A scratch file is shorter than what was written to it.");
    }
    filled += bytesRead;
  }
}

function withoutFirstBytes(buffers: readonly Uint8Array[], count: number): Uint8Array[] {
  const rest: Uint8Array[] = [];
  let left = count;
  for (const buffer of buffers) {
    if (left < buffer.length) rest.push(buffer.subarray(left));
    left = Math.max(0, left - buffer.length);
  }
  return rest;
}
