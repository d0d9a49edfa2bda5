import { type GostCertificate, type GostSigner, invalidOption, refuseUnknownOptions } from "@opora/gost";
import { detectSignatureOrder } from "../signature-order.js";
import { checkCommand } from "./check-command.js";
import { type CommandSettings, commandSettingNames } from "./command-line.js";
import { decodeOutput } from "./decode-output.js";
import { createCommandRunner } from "./run-command.js";
import type { SigningCommand } from "./signing-command.js";

/** What a {@link createCommandSigner} needs. */
export interface CommandSignerOptions extends CommandSettings {
  /** The program and its arguments. */
  readonly command: SigningCommand;
  /** Certificate of the key that the program signs with. */
  readonly certificate: GostCertificate;
  /** Issuers of the certificate, from the nearest upwards. Default: none. */
  readonly chain?: readonly GostCertificate[];
}

const inputs: readonly unknown[] = ["digest", "message"] satisfies SigningCommand["input"][];
const encodings: readonly unknown[] = ["binary", "hex", "base64"] satisfies SigningCommand["outputEncoding"][];

/**
 * A signer that runs a program for each signature: OpenSSL with a key file or a token, CryptoPro's `csptest`. There is no
 * shell, the program inherits nothing of this process's environment, and it is killed when the time is up or the caller
 * aborts. In which order the program writes the bytes of a signature is found out on the first one.
 *
 * `sign` rejects with `GOST_SIGNER_FAILED` when the program cannot be started, ends with another code than 0 or takes too
 * long (only then `retryable`), `GOST_LIMIT_EXCEEDED` when it writes too much, `GOST_SIGNER_WRONG_SIGNATURE` when what it
 * wrote is no signature under the certificate.
 *
 * @throws GostError `GOST_OPTIONS_INVALID`
 *
 * @example
 * ```ts
 * const signer = createCommandSigner({
 *   command: opensslPkeyutl({ keyFile: "/run/keys/signer.pem" }),
 *   certificate: parseCertificate(await readFile("/etc/opora/signer.crt")),
 * });
 * ```
 */
export function createCommandSigner(options: CommandSignerOptions): GostSigner {
  refuseUnknownOptions(options, ["command", "certificate", "chain", ...commandSettingNames]);
  const { command, certificate, chain = [] } = options;
  const { input, outputEncoding = "binary" } = command;
  checkCommand(command, ["input", "outputEncoding"]);
  if (!inputs.includes(input)) throw invalidOption("command.input", `must be one of ${inputs.join(", ")}`);
  if (!encodings.includes(outputEncoding)) {
    throw invalidOption("command.outputEncoding", `must be one of ${encodings.join(", ")}`);
  }
  const filledIn = command.arguments.map((argument) => argument.replaceAll("{bits}", `${certificate.bits}`));
  const commandLine = { ...command, arguments: filledIn };
  const run = createCommandRunner(options);
  const bringIntoOrder = detectSignatureOrder(certificate);

  return {
    certificate,
    chain,
    async sign(request, { signal } = {}) {
      const answer = await run(commandLine, request[input], signal);
      return bringIntoOrder(decodeOutput(answer, outputEncoding), request.digest);
    },
  };
}
