import { type Command, Option } from "commander";
import type { CommandContext } from "../command-context.js";
import type { Finish } from "../report.js";
import { addKeyOptions } from "../signing-key.js";
import type { SignCmsArguments } from "./sign-cms.js";
import type { VerifyCmsArguments } from "./verify-cms.js";

/** Adds `opora gost …`. Each command loads what it needs only when it runs. */
export function addGostCommands(program: Command, context: CommandContext, finish: Finish): void {
  const gost = program.command("gost").description("CMS signatures with GOST R 34.10-2012");

  addKeyOptions(gost.command("sign-cms"))
    .description("sign a file as CAdES-BES")
    .requiredOption("--in <file>", "the file to sign, taken byte by byte")
    .requiredOption("--out <file>", "where the signature goes")
    .option("--attached", "put the content into the signature")
    .addOption(
      new Option("--format <format>", "how the signature is written").choices(["der", "pem", "base64"]).default("der"),
    )
    .option("--json", "print the report as JSON")
    .action(async (options: SignCmsArguments) => {
      const { signCmsCommand } = await import("./sign-cms.js");
      finish(await signCmsCommand(context, options), options);
    });

  gost
    .command("verify-cms")
    .description("verify a CMS signature, detached or attached")
    .option("--in <file>", "the signed file, unless the signature holds it")
    .requiredOption("--signature <file>", "the signature: DER, BER, PEM or base64")
    .requiredOption("--trust <file...>", "certificates that are trusted, PEM or DER")
    .option("--crl <file...>", "revocation lists; the whole path is checked against them")
    .option("--json", "print the report as JSON")
    .action(async (options: VerifyCmsArguments) => {
      const { verifyCmsCommand } = await import("./verify-cms.js");
      finish(await verifyCmsCommand(context, options), options);
    });
}
