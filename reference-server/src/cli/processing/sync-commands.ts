import type { Command } from "commander";
import type { CommandContext } from "../command-context.js";
import type { Finish } from "../report.js";
import { count } from "./amounts.js";
import { addNodeOptions, type NodeArguments } from "./database-option.js";
import { addRootOptions } from "./root-option.js";
import type { SyncArguments } from "./synchronisation.js";

/** Adds `opora processing sync …`. */
export function addSyncCommands(processing: Command, context: CommandContext, finish: Finish): void {
  const sync = processing
    .command("sync")
    .description("child and root: hand documents over, take accounts over, settle");

  for (const direction of ["run", "push", "pull"] as const) {
    addRootOptions(addNodeOptions(sync.command(direction)))
      .description(directions[direction])
      .option("--max-pages <number>", "most pages in this call; exit code 3 when more is left", count)
      .action(async (options: SyncArguments) => {
        const { syncCommand } = await import("./synchronisation.js");
        finish(await syncCommand(context, direction, options), options);
      });
  }

  addNodeOptions(sync.command("settle"))
    .description("root: book what children sent")
    .action(async (options: NodeArguments) => {
      const { settleCommand } = await import("./synchronisation.js");
      finish(await settleCommand(context, options), options);
    });

  addNodeOptions(sync.command("resynchronise"))
    .description("child: take every account over anew, after a halt or when an audit found differences")
    .action(async (options: NodeArguments) => {
      const { resynchroniseCommand } = await import("./synchronisation.js");
      finish(await resynchroniseCommand(context, options), options);
    });
}

const directions = {
  run: "child: hand documents over, then take accounts over",
  push: "child: hand documents over to the root",
  pull: "child: take accounts over from the root",
} as const;
