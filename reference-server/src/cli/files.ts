import { open, readFile } from "node:fs/promises";
import { writeFileWhole } from "../loading/write-file-whole.js";
import { type CommandContext, pathOf } from "./command-context.js";
import { UsageError } from "./usage-error.js";

/** Reads a file that an option names. */
export async function readInput(context: CommandContext, option: string, path: string): Promise<Uint8Array> {
  try {
    return await readFile(pathOf(context, path), { signal: context.signal });
  } catch (cause) {
    throw new UsageError(`${option}: cannot read ${path} (${reasonOf(cause)})`, { cause });
  }
}

/** Opens a file that an option names, to be read piece by piece. */
export async function openInput(
  context: CommandContext,
  option: string,
  path: string,
): Promise<AsyncIterable<Uint8Array>> {
  try {
    const file = await open(pathOf(context, path));
    return file.createReadStream({ signal: context.signal });
  } catch (cause) {
    throw new UsageError(`${option}: cannot read ${path} (${reasonOf(cause)})`, { cause });
  }
}

/** Writes a file that an option names; a reader never sees half of it. */
export async function writeOutput(
  context: CommandContext,
  option: string,
  path: string,
  content: Uint8Array | string,
): Promise<void> {
  try {
    await writeFileWhole(pathOf(context, path), content);
  } catch (cause) {
    throw new UsageError(`${option}: cannot write ${path} (${reasonOf(cause)})`, { cause });
  }
}

function reasonOf(cause: unknown): string {
  return cause instanceof Error && "code" in cause ? String(cause.code) : String(cause);
}
