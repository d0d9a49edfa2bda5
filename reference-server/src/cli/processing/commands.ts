import type { Command } from "commander";
import type { CommandContext } from "../command-context.js";
import type { Finish } from "../report.js";
import { addAccountCommands } from "./account-commands.js";
import { addDocumentCommands } from "./document-commands.js";
import { addDutyCommands } from "./duty-commands.js";
import { addIntakeCommands } from "./intake-commands.js";
import { addNodeCommands } from "./node-commands.js";
import { addSyncCommands } from "./sync-commands.js";

/** Adds `opora processing …`. Each command loads what it needs only when it runs. */
export function addProcessingCommands(program: Command, context: CommandContext, finish: Finish): void {
  const processing = program
    .command("processing")
    .description("accounts at a root and its children; every amount is in minor units");
  addNodeCommands(processing, context, finish);
  addAccountCommands(processing, context, finish);
  addDocumentCommands(processing, context, finish);
  addSyncCommands(processing, context, finish);
  addIntakeCommands(processing, context, finish);
  addDutyCommands(processing, context, finish);
}
