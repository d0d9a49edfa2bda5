import type { Command } from "commander";
import type { CommandContext } from "../command-context.js";
import type { Finish } from "../report.js";
import type { ReconcileArguments } from "./reconcile.js";
import { addRegisterOptions } from "./register-options.js";

/** Adds `opora gis …`. Each command loads what it needs only when it runs. */
export function addGisCommands(program: Command, context: CommandContext, finish: Finish): void {
  const gis = program.command("gis").description("housing-utility payments into GIS ZhKKh");

  addRegisterOptions(gis.command("reconcile"))
    .description("reconcile two registers")
    .requiredOption("--out <folder>", "where the result goes")
    .option("--json", "print the totals as JSON")
    .action(async (options: ReconcileArguments) => {
      const { reconcileCommand } = await import("./reconcile.js");
      finish(await reconcileCommand(context, options), options);
    });
}
