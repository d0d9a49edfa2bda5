import { type Command, Option } from "commander";
import type { CommandContext } from "../command-context.js";
import type { Finish } from "../report.js";
import type {
  AccountArguments,
  AllotArguments,
  ChangeArguments,
  HistoryArguments,
  OpenArguments,
  ShowArguments,
} from "./accounts.js";
import { count, instant, minorUnits } from "./amounts.js";
import { addNodeOptions } from "./database-option.js";

/** Adds `opora processing account …`. */
export function addAccountCommands(processing: Command, context: CommandContext, finish: Finish): void {
  const account = processing.command("account").description("accounts of a node");

  addParameterOptions(addNodeOptions(account.command("open <id>")))
    .description("open an account; again with the same parameters: nothing happens")
    .requiredOption("--customer <id>", "whose account it is")
    .requiredOption("--kind <kind>", "bonus, saving, payment, or a kind of your own")
    .requiredOption("--currency <code>", "currency")
    .addOption(new Option("--scope <scope>", "who has the account").choices(["global", "local"]).default("global"))
    .action(async (id: string, options: OpenArguments) => {
      const { openAccountCommand } = await import("./accounts.js");
      finish(await openAccountCommand(context, { ...options, id }), options);
    });

  addParameterOptions(addNodeOptions(account.command("change <account>")))
    .description("change parameters of an account")
    .requiredOption("--id <id>", "id of this change: repeated with it, the change happens once")
    .option("--blocked <yes|no>", "no debits")
    .option("--closed <yes|no>", "no movements")
    .option("--sweep-to <account>", "with --closed yes: the account that takes the balance")
    .option("--if-revision <number>", "only if the account has this revision", minorUnits)
    .action(async (accountId: string, options: ChangeArguments) => {
      const { changeAccountCommand } = await import("./accounts.js");
      finish(await changeAccountCommand(context, { ...options, accountId }), options);
    });

  addNodeOptions(account.command("allot <account>"))
    .description("grant a child the right to spend a part of an account")
    .requiredOption("--id <id>", "id of the grant")
    .requiredOption("--to <node>", "the child")
    .requiredOption("--amount <minor units>", "how much", minorUnits)
    .action(async (accountId: string, options: AllotArguments) => {
      const { allotCommand } = await import("./accounts.js");
      finish(await allotCommand(context, { ...options, accountId }), options);
    });

  addNodeOptions(account.command("show <account>"))
    .description("an account with its balance, now or at a moment")
    .option("--at <time>", "the balance at this moment", instant)
    .action(async (accountId: string, options: ShowArguments) => {
      const { showAccountCommand } = await import("./accounts.js");
      finish(await showAccountCommand(context, { ...options, accountId }), options);
    });

  addNodeOptions(account.command("list <customer>"))
    .description("the accounts of a customer")
    .action(async (customerId: string, options: AccountArguments) => {
      const { listAccountsCommand } = await import("./accounts.js");
      finish(await listAccountsCommand(context, { ...options, customerId }), options);
    });

  addNodeOptions(account.command("history <account>"))
    .description("postings of an account, the latest first")
    .option("--before <entry>", "only postings before this entry", minorUnits)
    .option("--limit <number>", "most postings", count, 100)
    .action(async (accountId: string, options: HistoryArguments) => {
      const { historyCommand } = await import("./accounts.js");
      finish(await historyCommand(context, { ...options, accountId }), options);
    });
}

function addParameterOptions(command: Command): Command {
  return command
    .option("--credit-limit <minor units>", "how far the balance may go below zero", minorUnits)
    .option("--description <text>", "for people")
    .option("--spend-mode <mode>", "how children spend: trust, reserve, allotment or limit:<minor units>");
}
