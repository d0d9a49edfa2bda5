import { type Command, Option } from "commander";
import type { CommandContext } from "../command-context.js";
import type { Finish } from "../report.js";
import { addKeyOptions } from "../signing-key.js";
import { addMessageOptions } from "./message-options.js";
import type { ReconcileArguments } from "./reconcile.js";
import { addRegisterOptions } from "./register-options.js";
import type { SignArguments } from "./sign.js";
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
}

function signatureProfileOption(): Option {
  return new Option("--signature-profile <name>", "form of the signature")
    .choices(["inclusive", "exclusive"])
    .default("inclusive");
}
