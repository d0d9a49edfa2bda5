import type { GostSigner } from "@opora/gost";
import type { Command } from "commander";
import type { CommandContext } from "./command-context.js";
import { readInput } from "./files.js";
import { UsageError } from "./usage-error.js";

/** Options that name the key a command signs with. */
export interface SigningKeyArguments {
  readonly key: string;
  readonly cert: string;
  readonly passwordEnv?: string;
}

/** Adds `--key`, `--cert` and `--password-env` to a command. */
export function addKeyOptions(command: Command): Command {
  return command
    .requiredOption("--key <file>", "private key: PKCS#8, PEM or DER")
    .requiredOption("--cert <file>", "certificate of the key; its issuers may follow in the same PEM file")
    .option("--password-env <name>", "environment variable that holds the key's password");
}

/** Opens the signer that the options name. Commands that sign nothing never load the cryptography. */
export async function openSigner(context: CommandContext, options: SigningKeyArguments): Promise<GostSigner> {
  const [key, certificate] = await Promise.all([
    readInput(context, "--key", options.key),
    readInput(context, "--cert", options.cert),
  ]);
  const { createPemSigner } = await import("@opora/gost/signers");
  return createPemSigner({ key, certificate, ...passwordOf(context, options) });
}

function passwordOf(context: CommandContext, { passwordEnv }: SigningKeyArguments): { readonly password?: string } {
  if (passwordEnv === undefined) return {};
  const password = context.environment[passwordEnv];
  if (password === undefined) throw new UsageError(`--password-env: the variable ${passwordEnv} is not set`);
  return { password };
}
