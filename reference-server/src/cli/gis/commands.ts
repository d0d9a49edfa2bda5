import { type Command, InvalidArgumentError, Option } from "commander";
import type { CommandContext } from "../command-context.js";
import type { Finish } from "../report.js";
import { addKeyOptions } from "../signing-key.js";
import type { LoadArguments } from "./load.js";
import { addMessageOptions } from "./message-options.js";
import type { ReconcileArguments } from "./reconcile.js";
import { addRegisterOptions } from "./register-options.js";
import type { SignArguments } from "./sign.js";
import type { StandInArguments } from "./stand-in.js";
import type { ValidateArguments } from "./validate.js";
import type { VerifyArguments } from "./verify.js";

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

  addMessageOptions(addKeyOptions(addRegisterOptions(gis.command("load"))))
    .description("load what agrees in two registers, and follow it to the end; run again after a break, it goes on")
    .requiredOption("--url <address>", "the payment service, or the tunnel to it")
    .addOption(
      new Option("--profile <name>", "the form of payments")
        .choices(["supplier", "operator", "operator139"])
        .makeOptionMandatory(),
    )
    .option("--out <folder>", "where everything about the loading is kept", "gis-loading")
    .option("--recipient <file>", "for operator: JSON of the recipient and its bank requisites")
    .option("--guids <file>", "for operator139: JSON of GUIDs by payment document or service")
    .option("--packet-size <number>", "most payments in a packet", wholeNumber)
    .addOption(signatureProfileOption())
    .addOption(
      new Option("--after-unknown <rule>", "what to do when nobody knows whether a packet arrived").choices([
        "ask",
        "rebuild",
        "repost",
      ]),
    )
    .option("--basic-auth-env <name>", "environment variable with user:password for the service")
    .option("--client-cert-fingerprint <thumbprint>", "sent as X-Client-Cert-Fingerprint")
    .option("--trust <file...>", "believe only answers signed under these certificates")
    .option("--json", "print the totals as JSON")
    .action(async (options: LoadArguments) => {
      const { loadCommand } = await import("./load.js");
      finish(await loadCommand(context, options), options);
    });

  addMessageOptions(addKeyOptions(gis.command("sign")))
    .description("put a request into a signed SOAP envelope (XAdES-BES)")
    .requiredOption("--in <file>", "XML of the request")
    .requiredOption("--out <file>", "where the envelope goes")
    .addOption(signatureProfileOption())
    .option("--json", "print the report as JSON")
    .action(async (options: SignArguments) => {
      const { signCommand } = await import("./sign.js");
      finish(await signCommand(context, options), options);
    });

  gis
    .command("verify")
    .description("verify the signature in a SOAP envelope")
    .requiredOption("--in <file>", "the envelope")
    .option("--trust <file...>", "certificates that are trusted, PEM or DER")
    .option("--json", "print the report as JSON")
    .action(async (options: VerifyArguments) => {
      const { verifyCommand } = await import("./verify.js");
      finish(await verifyCommand(context, options), options);
    });

  gis
    .command("validate")
    .description("check a request or an answer: the schema's rules and those that it misses")
    .requiredOption("--in <file>", "the message, with or without its envelope")
    .option("--json", "print the violations as JSON")
    .action(async (options: ValidateArguments) => {
      const { validateCommand } = await import("./validate.js");
      finish(await validateCommand(context, options), options);
    });

  gis
    .command("stand-in")
    .description("run a stand-in of the payment service on this machine, until it is stopped")
    .requiredOption("--trust <file...>", "whose signatures on requests are accepted")
    .option("--port <number>", "port of 127.0.0.1; 0 takes a free one", wholeNumber, 8080)
    .option("--done-after <seconds>", "how long a packet is in process", wholeNumber, 8)
    .action(async (options: StandInArguments) => {
      const { standInCommand } = await import("./stand-in.js");
      finish(await standInCommand(context, options), {});
    });
}

function wholeNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError("It must be a whole number.");
  return Number(text);
}

function signatureProfileOption(): Option {
  return new Option("--signature-profile <name>", "form of the signature")
    .choices(["inclusive", "exclusive"])
    .default("inclusive");
}
