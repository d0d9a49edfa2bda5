import type { Command } from "commander";
import type { CommandContext } from "../command-context.js";
import type { Finish } from "../report.js";
import { instant, minorUnits } from "./amounts.js";
import { addNodeOptions, type NodeArguments } from "./database-option.js";
import type {
  BatchArguments,
  CaptureArguments,
  PayArguments,
  RefundArguments,
  ReserveArguments,
  ReverseArguments,
  ShowDocumentArguments,
  TopUpArguments,
  TransferArguments,
} from "./documents.js";

/** Adds `opora processing document …`. */
export function addDocumentCommands(processing: Command, context: CommandContext, finish: Finish): void {
  const documents = processing.command("document").description("movements of money, and reservations");

  addMovementOptions(documents.command("top-up <account>"))
    .description("credit an account from outside")
    .requiredOption("--amount <minor units>", "how much", minorUnits)
    .action(async (accountId: string, options: TopUpArguments) => {
      const { topUpCommand } = await import("./documents.js");
      finish(await topUpCommand(context, { ...options, accountId }), options);
    });

  addSourceOptions(addMovementOptions(documents.command("pay")))
    .description("pay from an account, or from the accounts of a customer by a scheme")
    .action(async (options: PayArguments) => {
      const { payCommand } = await import("./documents.js");
      finish(await payCommand(context, options), options);
    });

  addMovementOptions(documents.command("transfer"))
    .description("move money between two accounts")
    .requiredOption("--from <account>", "account that pays")
    .requiredOption("--to <account>", "account that receives")
    .requiredOption("--amount <minor units>", "how much", minorUnits)
    .action(async (options: TransferArguments) => {
      const { transferCommand } = await import("./documents.js");
      finish(await transferCommand(context, options), options);
    });

  addMovementOptions(documents.command("refund <document>"))
    .description("give a payment back, wholly or in part")
    .option("--amount <minor units>", "how much; default: everything left", minorUnits)
    .action(async (documentId: string, options: RefundArguments) => {
      const { refundCommand } = await import("./documents.js");
      finish(await refundCommand(context, { ...options, documentId }), options);
    });

  addMovementOptions(documents.command("cancel <document>"))
    .description("take a document back")
    .action(async (documentId: string, options: ReverseArguments) => {
      const { cancelCommand } = await import("./documents.js");
      finish(await cancelCommand(context, { ...options, documentId }), options);
    });

  addSourceOptions(addNodeOptions(documents.command("reserve")))
    .description("hold money for a payment")
    .requiredOption("--id <id>", "id of the reservation")
    .requiredOption("--until <time>", "when it ends by itself", instant)
    .option("--for <node>", "the node that may capture it")
    .action(async (options: ReserveArguments) => {
      const { reserveCommand } = await import("./documents.js");
      finish(await reserveCommand(context, options), options);
    });

  addMovementOptions(documents.command("capture <reservation>"))
    .description("turn a reservation into a payment")
    .option("--amount <minor units>", "how much; default: all of it", minorUnits)
    .action(async (reservationId: string, options: CaptureArguments) => {
      const { captureCommand } = await import("./documents.js");
      finish(await captureCommand(context, { ...options, reservationId }), options);
    });

  addNodeOptions(documents.command("release <reservation>"))
    .description("give up a reservation")
    .requiredOption("--id <id>", "id of this release")
    .action(async (reservationId: string, options: CaptureArguments) => {
      const { releaseCommand } = await import("./documents.js");
      finish(await releaseCommand(context, { ...options, reservationId }), options);
    });

  addNodeOptions(documents.command("show <document>"))
    .description("a document, from the node or its archive")
    .action(async (documentId: string, options: ShowDocumentArguments) => {
      const { showDocumentCommand } = await import("./documents.js");
      finish(await showDocumentCommand(context, { ...options, documentId }), options);
    });

  addNodeOptions(documents.command("batch"))
    .description("execute commands from a file, each for itself; exit code 3 when some were rejected")
    .requiredOption("--in <file>", "one command in JSON per line; amounts as decimal strings of minor units")
    .action(async (options: BatchArguments) => {
      const { batchCommand } = await import("./documents.js");
      finish(await batchCommand(context, options), options);
    });

  addNodeOptions(documents.command("suspended"))
    .description("documents of children that their accounts could not take")
    .action(async (options: NodeArguments) => {
      const { suspendedCommand } = await import("./suspensions.js");
      finish(await suspendedCommand(context, options), options);
    });

  addNodeOptions(documents.command("redrive <document>"))
    .description("book a suspended document after all")
    .action(async (documentId: string, options: NodeArguments) => {
      const { redriveCommand } = await import("./suspensions.js");
      finish(await redriveCommand(context, { ...options, documentId }), options);
    });
}

function addMovementOptions(command: Command): Command {
  return addNodeOptions(command)
    .requiredOption("--id <id>", "id of the document: repeated with it, the movement happens once")
    .option("--contra <name>", "the other side: a till, an issuer");
}

function addSourceOptions(command: Command): Command {
  return command
    .requiredOption("--total <minor units>", "how much", minorUnits)
    .requiredOption("--currency <code>", "currency")
    .option("--account <account>", "account that pays")
    .option("--customer <id>", "customer who pays; needs --scheme")
    .option("--scheme <parts...>", "kinds of accounts in their order, each with its greatest share: bonus:300 payment");
}
