import { systemClock, systemIds } from "@opora/core";
import { type SignatureProfile, signBody } from "@opora/gis-sdk";
import type { CommandContext } from "../command-context.js";
import { exitCode } from "../exit-code.js";
import { readInput, writeOutput } from "../files.js";
import type { CommandReport } from "../report.js";
import { openSigner, type SigningKeyArguments } from "../signing-key.js";
import { type MessageArguments, senderOf } from "./message-options.js";

/** Options of `opora gis sign`. */
export interface SignArguments extends SigningKeyArguments, MessageArguments {
  readonly in: string;
  readonly out: string;
  readonly signatureProfile: SignatureProfile;
  readonly json?: true;
}

/** Puts a request into a signed SOAP envelope. */
export async function signCommand(context: CommandContext, options: SignArguments): Promise<CommandReport> {
  const { signatureProfile } = options;
  const signer = await openSigner(context, options);
  const body = await readInput(context, "--in", options.in);
  const header = { date: systemClock.now(), messageGuid: systemIds.uuid(), ...senderOf(context, options) };
  const envelope = await signBody({ body, header, signer, signatureProfile }, { signal: context.signal });
  await writeOutput(context, "--out", options.out, envelope);
  const { date: signingTime, messageGuid } = header;
  return {
    exitCode: exitCode.ok,
    json: { out: options.out, messageGuid, signatureProfile, signingTime, bytes: envelope.length },
    lines: [`Signed ${options.in} (${signatureProfile}): ${options.out}`],
  };
}
