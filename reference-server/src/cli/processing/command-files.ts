import { type Command, commandFromJson } from "@opora/processing-sdk";
import type { CommandContext } from "../command-context.js";
import { readInput } from "../files.js";
import { UsageError } from "../usage-error.js";

/** Reads a file of JSON, one value per line; empty lines are passed over. */
export async function readJsonLines(context: CommandContext, file: string): Promise<readonly unknown[]> {
  const text = new TextDecoder().decode(await readInput(context, "--in", file));
  return text.split("\n").flatMap((line, index) => (line.trim() === "" ? [] : [parseLine(line, index + 1)]));
}

/** Reads a file of commands, one per line; amounts are decimal strings of minor units. */
export async function readCommands(context: CommandContext, file: string): Promise<readonly Command[]> {
  return (await readJsonLines(context, file)).map(commandFromJson);
}

function parseLine(text: string, line: number): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new UsageError(`--in: line ${line} is no JSON`, { cause });
  }
}
