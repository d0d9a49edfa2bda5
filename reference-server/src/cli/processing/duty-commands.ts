import { type Command, Option } from "commander";
import type { CommandContext } from "../command-context.js";
import type { Finish } from "../report.js";
import { count } from "./amounts.js";
import type { ArchiveArguments } from "./archive.js";
import { addNodeOptions } from "./database-option.js";
import type { SimulateArguments } from "./simulate.js";

/** Adds `opora processing archive …`, `audit` and `simulate`. */
export function addDutyCommands(processing: Command, context: CommandContext, finish: Finish): void {
  const archive = processing.command("archive").description("root: the archive; root and child: cleanup");

  addNodeOptions(archive.command("run"))
    .description("root: keep documents and accounts for good")
    .option("--archive <place>", "another database for the archive")
    .action(async (options: ArchiveArguments) => {
      const { archiveCommand } = await import("./archive.js");
      finish(await archiveCommand(context, options), options);
    });

  addNodeOptions(archive.command("cleanup"))
    .description("delete what is old and provably kept elsewhere")
    .option("--archive <place>", "root: another database for the archive")
    .option("--settings <file>", "JSON of settings that differ from the defaults, for instance documentRetentionDays")
    .action(async (options: ArchiveArguments) => {
      const { cleanupCommand } = await import("./archive.js");
      finish(await cleanupCommand(context, options), options);
    });

  addNodeOptions(processing.command("audit"))
    .description(
      "recompute balances from postings, and everything else that follows from something; exit code 1 when something differs",
    )
    .option("--archive <place>", "root: another database for the archive")
    .action(async (options: ArchiveArguments) => {
      const { auditCommand } = await import("./archive.js");
      finish(await auditCommand(context, options), options);
    });

  processing
    .command("simulate")
    .description(
      "run drawn schedules of a root and two children with crashes, losses and wrong clocks; exit code 1 when one breaks an invariant",
    )
    .option("--seed <number>", "draws everything", count, 1)
    .option("--runs <number>", "how many schedules", count, 1000)
    .option("--packet-size <number>", "most records in a message", count, 1)
    .option("--steps <number>", "steps in each schedule; default: 60 to 80", count)
    .addOption(
      new Option("--protocol <name>", "ours, or a model of the one that it replaces")
        .choices(["opora", "seed"])
        .default("opora"),
    )
    .addOption(
      new Option("--reading <name>", "with --protocol seed: the guide as it stands, or with the cursor kept in place")
        .choices(["literal", "clamped"])
        .default("clamped"),
    )
    .option("--faults <names...>", "only these faults: network, crash, …; none for none; default: all")
    .option("--invariants <names...>", "look only at these: view, exactlyOnce, …; default: all")
    .option("--json", "print the report as JSON")
    .action(async (options: SimulateArguments) => {
      const { simulateCommand } = await import("./simulate.js");
      finish(await simulateCommand(context, options), options);
    });
}
