import { invalidOption, refuseUnknownOptions } from "@opora/gost";
import type { CommandLine } from "./command-line.js";

const knownFields: readonly (keyof CommandLine)[] = ["executable", "arguments", "environment", "workingDirectory"];
const maxArguments = 256;

/**
 * Refuses a command that could not be started, before anything is to be signed.
 *
 * @param furtherFields - what a command of this kind may say beside the command line.
 * @throws GostError `GOST_OPTIONS_INVALID`
 */
export function checkCommand(command: CommandLine, furtherFields: readonly string[]): void {
  refuseUnknownOptions(command, [...knownFields, ...furtherFields]);
  const { executable, arguments: list, environment = {} } = command;
  if (!isPlainText(executable) || executable === "") throw invalidOption("command.executable", "must name a program");
  if (!Array.isArray(list)) throw invalidOption("command.arguments", "must be an array of texts");
  if (list.length > maxArguments) throw invalidOption("command.arguments", `are more than ${maxArguments}`);
  if (!list.every(isPlainText)) throw invalidOption("command.arguments", "must be texts without a zero byte");
  if (!Object.entries(environment).flat().every(isPlainText)) {
    throw invalidOption("command.environment", "must map names to texts without a zero byte");
  }
}

function isPlainText(value: unknown): value is string {
  return typeof value === "string" && !value.includes("\0");
}
