import { type Command, Option } from "commander";
import type { CommandContext } from "../command-context.js";
import type { Finish } from "../report.js";
import { count } from "./amounts.js";
import { addNodeOptions, type NodeArguments } from "./database-option.js";
import type { ConfirmArguments, InitArguments, MarkArguments, RunArguments } from "./nodes.js";
import { addRootOptions } from "./root-option.js";

/** Adds `opora processing node …`. */
export function addNodeCommands(processing: Command, context: CommandContext, finish: Finish): void {
  const nodes = processing.command("node").description("a root or a child: make it, run it, look after it");

  addNodeOptions(nodes.command("init"))
    .description("make a node in a database")
    .addOption(new Option("--role <role>", "what it is").choices(["root", "child"]).makeOptionMandatory())
    .requiredOption("--node <id>", "its id, unique in the whole system and for ever")
    .action(async (options: InitArguments) => {
      const { initCommand } = await import("./nodes.js");
      finish(await initCommand(context, options), options);
    });

  addRootOptions(addNodeOptions(nodes.command("run")))
    .description("run a node with its periodic duties, until it is stopped")
    .option("--settings <file>", "JSON of settings that differ from the defaults")
    .option("--archive <place>", "root: another database for the archive")
    .option("--host <address>", "root: where to listen", "127.0.0.1")
    .option("--http <port>", "root: answer children over HTTP; 0 takes a free port", count)
    .option("--tcp <port>", "root: answer children over TCP; 0 takes a free port", count)
    .option("--tls-cert <file>", "root: certificate, PEM")
    .option("--tls-key <file>", "root: its private key, PEM")
    .option("--tls-ca <file>", "root: authorities of the children's certificates, PEM; children are known by them")
    .option(
      "--keys <file>",
      "root: JSON of the keys shared with children, base64 by node id; children are known by them",
    )
    .option("--trust-network", "root: believe whatever id a child says; for a closed network only")
    .action(async (options: RunArguments) => {
      const { runCommand } = await import("./nodes.js");
      finish(await runCommand(context, options), options);
    });

  addNodeOptions(nodes.command("status"))
    .description("what a node knows of itself and of the others, and what needs a person")
    .action(async (options: NodeArguments) => {
      const { statusCommand } = await import("./nodes.js");
      finish(await statusCommand(context, options), options);
    });

  addNodeOptions(nodes.command("metrics"))
    .description("metrics in the text format of Prometheus")
    .action(async (options: NodeArguments) => {
      const { metricsCommand } = await import("./nodes.js");
      finish(await metricsCommand(context, options), options);
    });

  addNodeOptions(nodes.command("restored"))
    .description("say that this node was restored from a backup, before it is run")
    .action(async (options: NodeArguments) => {
      const { restoredCommand } = await import("./nodes.js");
      finish(await restoredCommand(context, options), options);
    });

  addNodeOptions(nodes.command("backup-mark"))
    .description("root: before a backup, write down what it will hold at least")
    .requiredOption("--out <file>", "where the mark goes; keep it with the backup")
    .action(async (options: MarkArguments) => {
      const { backupMarkCommand } = await import("./nodes.js");
      finish(await backupMarkCommand(context, options), options);
    });

  addNodeOptions(nodes.command("backup-confirm"))
    .description("root: say that the backup of a mark is complete and safe")
    .requiredOption("--in <file>", "the mark")
    .action(async (options: ConfirmArguments) => {
      const { backupConfirmCommand } = await import("./nodes.js");
      finish(await backupConfirmCommand(context, options), options);
    });
}
