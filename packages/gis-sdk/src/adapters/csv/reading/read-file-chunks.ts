import { type FileHandle, open } from "node:fs/promises";
import { GisError } from "../../../errors.js";

const chunkBytes = 128 * 1024;

/**
 * Reads a file chunk by chunk into one buffer: a chunk is valid until the next one is asked for.
 * @throws {@link GisError} `GIS_REGISTER_UNREADABLE` when the file cannot be opened or read.
 */
export async function* readFileChunks(path: string): AsyncGenerator<Uint8Array, void> {
  const file = await unreadableUnless(path, open(path, "r"));
  try {
    const buffer = new Uint8Array(chunkBytes);
    for (;;) {
      const { bytesRead } = await unreadableUnless(path, readInto(file, buffer));
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}

function readInto(file: FileHandle, buffer: Uint8Array): Promise<{ bytesRead: number }> {
  return file.read(buffer, 0, buffer.length, null);
}

async function unreadableUnless<T>(path: string, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (cause) {
    throw new GisError(
      "GIS_REGISTER_UNREADABLE",
      `The register ${path} cannot be read. Check the path and the rights.`,
      {
        cause,
        details: { path },
      },
    );
  }
}
