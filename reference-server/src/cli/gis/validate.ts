import { type ValidationReport, validateBody } from "@opora/gis-sdk";
import type { CommandContext } from "../command-context.js";
import { exitCode } from "../exit-code.js";
import { readInput } from "../files.js";
import type { CommandReport } from "../report.js";

/** Options of `opora gis validate`. */
export interface ValidateArguments {
  readonly in: string;
  readonly json?: true;
}

/** Checks a message of the payment service: the schema's rules and those that it misses. */
export async function validateCommand(context: CommandContext, options: ValidateArguments): Promise<CommandReport> {
  const report = validateBody(await readInput(context, "--in", options.in));
  return {
    exitCode: report.valid ? exitCode.ok : exitCode.refused,
    json: report,
    lines: [verdictOf(report, options), ...report.violations.map(describeViolation)],
  };
}

function verdictOf(
  { valid, message = "no known message", violations, truncated }: ValidationReport,
  options: ValidateArguments,
): string {
  const count = `${violations.length}${truncated ? " or more" : ""}`;
  return `${options.in}: ${valid ? "accepted" : "REFUSED"} (${message}; errors and warnings: ${count})`;
}

function describeViolation({ severity, code, path, line, message }: ValidationReport["violations"][number]): string {
  return `  ${severity}  ${path}${line === undefined ? "" : ` (line ${line})`}: ${message.en} [${code}]`;
}
