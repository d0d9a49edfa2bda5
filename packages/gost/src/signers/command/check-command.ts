import { invalidOption, refuseUnknownOptions } from "@opora/gost";
import type { SigningCommand } from "./signing-command.js";

const knownFields: readonly (keyof SigningCommand)[] = [
  "executable",
  "arguments",
  "input",
  "outputEncoding",
  "environment",
  "workingDirectory",
];
const inputs: readonly unknown[] = ["digest", "message"] satisfies SigningCommand["input"][];
const encodings: readonly unknown[] = ["binary", "hex", "base64"] satisfies SigningCommand["outputEncoding"][];
const maxArguments = 256;

/**
 * Refuses a command that could not be started, before anything is to be signed.
 *
 * @throws {@link GostError} `GOST_OPTIONS_INVALID`
 */
export function checkCommand(command: SigningCommand): void {
  refuseUnknownOptions(command, knownFields);
  const { executable, arguments: list, input, outputEncoding = "binary", environment = {} } = command;
  if (!isPlainText(executable) || executable === "") throw invalidOption("command.executable", "must name a program");
  if (list.length > maxArguments) throw invalidOption("command.arguments", `are more than ${maxArguments}`);
  if (!list.every(isPlainText)) throw invalidOption("command.arguments", "must be texts without a zero byte");
  if (!inputs.includes(input)) throw invalidOption("command.input", `must be one of ${inputs.join(", ")}`);
  if (!encodings.includes(outputEncoding)) {
    throw invalidOption("command.outputEncoding", `must be one of ${encodings.join(", ")}`);
  }
  if (!Object.entries(environment).flat().every(isPlainText)) {
    throw invalidOption("command.environment", "must map names to texts without a zero byte");
  }
}

function isPlainText(value: unknown): value is string {
  return typeof value === "string" && !value.includes("\0");
}
