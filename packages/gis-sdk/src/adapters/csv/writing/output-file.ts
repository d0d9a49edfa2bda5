import { type FileHandle, open, rename } from "node:fs/promises";
import { platform } from "node:process";
import { type ByteWriter, createByteWriter } from "../byte-writer.js";
import { withFilesError } from "../files-error.js";
import type { ScratchFolder } from "../spilling/scratch-folder.js";
import { writeWhole } from "../spilling/whole-io.js";

/** A file that appears under its name whole, or not at all. */
export interface OutputFile {
  /** What is to be written next. */
  readonly buffer: ByteWriter;
  /** Writes the buffer out when it holds enough to be worth it. */
  settle(): Promise<void>;
  /** Writes bytes behind what the buffer holds, without copying them. */
  write(bytes: Uint8Array): Promise<void>;
  /** Writes everything and makes it durable; the file still has no place. */
  finish(): Promise<void>;
  /** Moves the finished file to `path`, in place of what stood there before. */
  publish(path: string): Promise<void>;
}

const settleBytes = 64 * 1024;
const nothing = new Uint8Array(0);

/**
 * Creates an output file in the scratch folder.
 * @throws GisError `GIS_RECONCILIATION_FILES`
 */
export async function createOutputFile(scratch: ScratchFolder, name: string): Promise<OutputFile> {
  const { file, path: scratchPath } = await scratch.createFile(name);
  const buffer = createByteWriter(settleBytes);
  let fileBytes = 0;

  const write = async (bytes: Uint8Array): Promise<void> => {
    const pending = buffer.bytes.subarray(0, buffer.length);
    await writeWhole(file, [pending, bytes], fileBytes);
    fileBytes += pending.length + bytes.length;
    buffer.clear();
  };

  return {
    buffer,
    async settle() {
      if (buffer.length >= settleBytes) await write(nothing);
    },
    write,
    async finish() {
      await write(nothing);
      await withFilesError(file.sync());
      await withFilesError(file.close());
    },
    publish: (path) => withFilesError(rename(scratchPath, path)),
  };
}

/** Makes the names in a folder durable. */
export async function syncFolder(path: string): Promise<void> {
  // Windows cannot sync a folder; there, names are durable by its journal.
  if (platform === "win32") return;
  const folder: FileHandle = await withFilesError(open(path, "r"));
  try {
    await withFilesError(folder.sync());
  } finally {
    await folder.close();
  }
}
