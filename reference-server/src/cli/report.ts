import type { CommandContext } from "./command-context.js";
import type { ExitCode } from "./exit-code.js";

/** What a command has to say: the same facts as JSON for programs and as lines for people. */
export interface CommandReport {
  readonly exitCode: ExitCode;
  readonly json: unknown;
  readonly lines: readonly string[];
}

/** Prints a report the way that the caller asked for. */
export function printReport(context: CommandContext, report: CommandReport, format: "json" | "text"): void {
  context.write(format === "json" ? `${JSON.stringify(report.json, undefined, 2)}\n` : `${report.lines.join("\n")}\n`);
}

/** Hands a command's report to the one place that prints it. */
export type Finish = (report: CommandReport, options: { readonly json?: boolean }) => void;
