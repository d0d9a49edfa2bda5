import type { Command } from "commander";
import type { CommandContext } from "../command-context.js";
import type { Finish } from "../report.js";
import { addNodeOptions, type NodeArguments } from "./database-option.js";
import type { ReprocessExternalArguments } from "./external-documents.js";
import type { AddArguments, ReprocessArguments } from "./requests.js";

/** Adds `opora processing requests …` and `opora processing external …`. */
export function addIntakeCommands(processing: Command, context: CommandContext, finish: Finish): void {
  const requests = processing.command("requests").description("root: offline requests");

  addNodeOptions(requests.command("add"))
    .description("leave commands to be executed later")
    .requiredOption("--in <file>", "one command in JSON per line; amounts as decimal strings of minor units")
    .action(async (options: AddArguments) => {
      const { addRequestsCommand } = await import("./requests.js");
      finish(await addRequestsCommand(context, options), options);
    });

  addNodeOptions(requests.command("run"))
    .description("execute what waits; exit code 3 when something failed")
    .action(async (options: NodeArguments) => {
      const { runRequestsCommand } = await import("./requests.js");
      finish(await runRequestsCommand(context, options), options);
    });

  addNodeOptions(requests.command("failures"))
    .description("requests that were refused")
    .action(async (options: NodeArguments) => {
      const { requestFailuresCommand } = await import("./requests.js");
      finish(await requestFailuresCommand(context, options), options);
    });

  addNodeOptions(requests.command("reprocess <request>"))
    .description("let a refused request be tried again")
    .action(async (id: string, options: ReprocessArguments) => {
      const { reprocessRequestCommand } = await import("./requests.js");
      finish(await reprocessRequestCommand(context, { ...options, id }), options);
    });

  const external = processing.command("external").description("root: documents of other systems");

  addNodeOptions(external.command("add"))
    .description("take documents of another system")
    .requiredOption(
      "--in <file>",
      "JSON per line: source, externalNumber and command; amounts as decimal strings of minor units",
    )
    .action(async (options: AddArguments) => {
      const { addExternalCommand } = await import("./external-documents.js");
      finish(await addExternalCommand(context, options), options);
    });

  addNodeOptions(external.command("run"))
    .description("import what waits; exit code 3 when something failed")
    .action(async (options: NodeArguments) => {
      const { runExternalCommand } = await import("./external-documents.js");
      finish(await runExternalCommand(context, options), options);
    });

  addNodeOptions(external.command("failures"))
    .description("external documents that were refused")
    .action(async (options: NodeArguments) => {
      const { externalFailuresCommand } = await import("./external-documents.js");
      finish(await externalFailuresCommand(context, options), options);
    });

  addNodeOptions(external.command("reprocess <source> <number>"))
    .description("let a refused document be tried again")
    .action(async (source: string, externalNumber: string, options: ReprocessExternalArguments) => {
      const { reprocessExternalCommand } = await import("./external-documents.js");
      finish(await reprocessExternalCommand(context, { ...options, source, externalNumber }), options);
    });
}
