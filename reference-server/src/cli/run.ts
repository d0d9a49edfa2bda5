import { OporaError } from "@opora/core";
import { Command, CommanderError } from "commander";
import type { CommandContext } from "./command-context.js";
import { type ExitCode, exitCode } from "./exit-code.js";
import { addGisCommands } from "./gis/commands.js";
import { addGostCommands } from "./gost/commands.js";
import { addProcessingCommands } from "./processing/commands.js";
import { type Finish, printReport } from "./report.js";
import { UsageError } from "./usage-error.js";

/** Carries out one call of the `opora` command line and returns its exit code; it never ends the process. */
export async function runCommandLine(args: readonly string[], context: CommandContext): Promise<ExitCode> {
  let code: ExitCode = exitCode.ok;
  const finish: Finish = (report, options) => {
    printReport(context, report, options.json === true ? "json" : "text");
    code = report.exitCode;
  };
  const program = new Command("opora")
    .description("GOST signatures, GIS ZhKKh payments and account processing from the command line")
    .configureOutput({ writeOut: context.write, writeErr: context.writeError })
    .exitOverride();
  addGostCommands(program, context, finish);
  addGisCommands(program, context, finish);
  addProcessingCommands(program, context, finish);
  try {
    await program.parseAsync(args, { from: "user" });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCode.ok : exitCode.usage;
    return reportFailure(error, args, context);
  }
}

/** Prints a failure; with --json standard output holds it as JSON, so that a program reads one stream. */
function reportFailure(error: unknown, args: readonly string[], context: CommandContext): ExitCode {
  if (!OporaError.is(error)) throw error;
  if (args.includes("--json")) context.write(`${JSON.stringify({ error: error.toJSON() }, undefined, 2)}\n`);
  context.writeError(`opora: ${error.message} [${error.code}]\n`);
  return UsageError.is(error) ? exitCode.usage : exitCode.refused;
}
