import { systemClock } from "@opora/core";
import { type CmsEncoding, encodeCms, signCms } from "@opora/gost/cms";
import type { CommandContext } from "../command-context.js";
import { exitCode } from "../exit-code.js";
import { openInput, writeOutput } from "../files.js";
import type { CommandReport } from "../report.js";
import { openSigner, type SigningKeyArguments } from "../signing-key.js";

/** Options of `opora gost sign-cms`. */
export interface SignCmsArguments extends SigningKeyArguments {
  readonly in: string;
  readonly out: string;
  readonly attached?: true;
  readonly format: CmsEncoding;
  readonly json?: true;
}

/** Signs a file as CAdES-BES. */
export async function signCmsCommand(context: CommandContext, options: SignCmsArguments): Promise<CommandReport> {
  const signer = await openSigner(context, options);
  const content = await openInput(context, "--in", options.in);
  const signingTime = systemClock.now();
  const mode = options.attached === true ? "attached" : "detached";
  const { signal } = context;
  const cms = await signCms({ signer, content, mode, signingTime, signal });
  await writeOutput(context, "--out", options.out, encodeCms(cms, options.format));
  return {
    exitCode: exitCode.ok,
    json: {
      out: options.out,
      mode,
      format: options.format,
      bits: signer.certificate.bits,
      signingTime,
      bytes: cms.length,
    },
    lines: [`Signed ${options.in} (${mode}): ${options.out}`],
  };
}
