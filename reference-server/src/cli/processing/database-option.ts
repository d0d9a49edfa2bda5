import type { Command } from "commander";
import { type CommandContext, pathOf } from "../command-context.js";

/** Options of every command that opens a node. */
export interface NodeArguments {
  readonly database: string;
  readonly json?: true;
}

/** Adds what says which node a command works on. */
export function addNodeOptions(command: Command): Command {
  return command
    .option("--database <place>", "postgres://…, mysql://…, or a SQLite file", "processing.db")
    .option("--json", "print the result as JSON");
}

/** The place as it is opened: a relative path starts from the user's folder. */
export function placeOf(context: CommandContext, { database }: NodeArguments): string {
  return database.includes("://") ? database : pathOf(context, database);
}
