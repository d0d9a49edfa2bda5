import { rename, writeFile } from "node:fs/promises";

/** Writes a file so that a reader finds the old content or the new, never half of it. */
export async function writeFileWhole(file: string, content: Uint8Array | string): Promise<void> {
  const unfinished = `${file}.part`;
  await writeFile(unfinished, content);
  await rename(unfinished, file);
}
