import { constants, createReadStream } from "node:fs";
import { access, readFile } from "node:fs/promises";
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

/** Finds a file that an option names, to be read piece by piece; it is opened when the first piece is asked for. */
export async function openInput(
  context: CommandContext,
  option: string,
  path: string,
): Promise<AsyncIterable<Uint8Array>> {
  const file = pathOf(context, path);
  try {
    await access(file, constants.R_OK);
  } catch (cause) {
    throw new UsageError(`${option}: cannot read ${path} (${reasonOf(cause)})`, { cause });
  }
  return readPieces(file, context.signal);
}

async function* readPieces(file: string, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  yield* createReadStream(file, { signal });
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
