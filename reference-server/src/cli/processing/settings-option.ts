import type { ProcessingSettings } from "@opora/processing-sdk";
import type { CommandContext } from "../command-context.js";
import { readInput } from "../files.js";
import { UsageError } from "../usage-error.js";

/** Reads a file of settings; the node checks what they say. */
export async function readSettings(context: CommandContext, file: string): Promise<Partial<ProcessingSettings>> {
  return (await readJson(context, "--settings", file)) as Partial<ProcessingSettings>;
}

/** Reads a file of JSON that an option names. */
export async function readJson(context: CommandContext, option: string, file: string): Promise<unknown> {
  const text = new TextDecoder().decode(await readInput(context, option, file));
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new UsageError(`${option}: ${file} is no JSON`, { cause });
  }
}
