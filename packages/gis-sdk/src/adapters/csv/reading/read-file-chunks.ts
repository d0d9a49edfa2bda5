import { open } from "node:fs/promises";
import { GisError, type GisErrorCode } from "../../../errors.js";

const chunkBytes = 128 * 1024;

/**
 * Reads a file chunk by chunk into one buffer: a chunk is valid until the next one is asked for.
 * @throws {@link GisError} with `code` when the file cannot be opened or read.
 */
export async function* readFileChunks(
  path: string,
  code: GisErrorCode = "GIS_REGISTER_UNREADABLE",
): AsyncGenerator<Uint8Array, void> {
  const file = await readable(path, code, open(path, "r"));
  try {
    const buffer = new Uint8Array(chunkBytes);
    for (;;) {
      const { bytesRead } = await readable(path, code, file.read(buffer, 0, buffer.length, null));
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}

async function readable<T>(path: string, code: GisErrorCode, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (cause) {
    const message = `${path} cannot be read. Check the path and the rights.`;
    throw new GisError(code, message, { cause, details: { path } });
  }
}
