import { tmpdir } from "node:os";
import { type GostCertificate, GostError, type GostSigner, integerOption, refuseUnknownOptions } from "@opora/gost";
import { withDeadline } from "../deadline.js";
import { detectSignatureOrder } from "../signature-order.js";
import { checkCommand } from "./check-command.js";
import { decodeOutput } from "./decode-output.js";
import { openExchange } from "./exchange.js";
import { type ProgramResult, runProgram } from "./run-program.js";
import type { SigningCommand } from "./signing-command.js";

/** What a {@link createCommandSigner} needs. */
export interface CommandSignerOptions {
  /** The program and its arguments. */
  readonly command: SigningCommand;
  /** Certificate of the key that the program signs with. */
  readonly certificate: GostCertificate;
  /** Issuers of the certificate, from the nearest upwards. Default: none. */
  readonly chain?: readonly GostCertificate[];
  /** How long one run may take, in milliseconds. Default: 30,000; at most one hour. */
  readonly timeoutMs?: number;
  /** How much the program may write to each of its outputs, in bytes. Default: 65,536; at most 1 MiB. */
  readonly maxOutputBytes?: number;
  /** Where the files for `{input}` and `{output}` are made. Default: the system's folder for temporary files. */
  readonly temporaryDirectory?: string;
  /**
   * Is given what a failed run wrote to its standard error. Errors leave it out: such tools print names of key
   * containers, which are often names of people.
   */
  readonly onDiagnostics?: (text: string) => void;
}

const knownOptions: readonly (keyof CommandSignerOptions)[] = [
  "command",
  "certificate",
  "chain",
  "timeoutMs",
  "maxOutputBytes",
  "temporaryDirectory",
  "onDiagnostics",
];

/**
 * A signer that runs a program for each signature: OpenSSL with a key file or a token, CryptoPro's `csptest`. There is no
 * shell, the program inherits nothing of this process's environment, and it is killed when the time is up or the caller
 * aborts. In which order the program writes the bytes of a signature is found out on the first one.
 *
 * `sign` rejects with `GOST_SIGNER_FAILED` when the program cannot be started, ends with another code than 0 or takes too
 * long (only then `retryable`), `GOST_LIMIT_EXCEEDED` when it writes too much, `GOST_SIGNER_WRONG_SIGNATURE` when what it
 * wrote is no signature under the certificate.
 *
 * @throws {@link GostError} `GOST_OPTIONS_INVALID`
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
  refuseUnknownOptions(options, knownOptions);
  const { command, certificate, chain = [], temporaryDirectory = tmpdir(), onDiagnostics } = options;
  checkCommand(command);
  const timeoutMs = integerOption("timeoutMs", options.timeoutMs, { from: 1, to: 3_600_000, otherwise: 30_000 });
  const maxOutputBytes = integerOption("maxOutputBytes", options.maxOutputBytes, {
    from: certificate.bits / 4,
    to: 1024 * 1024,
    otherwise: 64 * 1024,
  });
  const bringIntoOrder = detectSignatureOrder(certificate);

  return {
    certificate,
    chain,
    sign: (request, { signal } = {}) =>
      withDeadline({ timeoutMs, signal, timedOut: () => tookTooLong(command, timeoutMs) }, async (stop) => {
        const exchange = await openExchange(command, request, { temporaryDirectory, maxOutputBytes });
        try {
          const result = await runProgram(
            {
              executable: command.executable,
              arguments: exchange.arguments,
              environment: command.environment ?? {},
              workingDirectory: command.workingDirectory,
              input: exchange.input,
              maxOutputBytes,
            },
            stop,
          );
          if (result.exitCode !== 0) {
            onDiagnostics?.(result.diagnostics);
            throw endedBadly(command, result);
          }
          const answer = await exchange.takeAnswer(result.output);
          return bringIntoOrder(decodeOutput(answer, command.outputEncoding ?? "binary"), request.digest);
        } finally {
          await exchange.close();
        }
      }),
  };
}

function endedBadly({ executable }: SigningCommand, { exitCode }: ProgramResult): GostError {
  const how = exitCode === undefined ? "was ended by a signal" : `ended with code ${exitCode}`;
  return new GostError(
    "GOST_SIGNER_FAILED",
    `The signing command ${executable} ${how}. What it printed goes to the option onDiagnostics.`,
    { details: { executable, exitCode: exitCode ?? null } },
  );
}

function tookTooLong({ executable }: SigningCommand, timeoutMs: number): GostError {
  return new GostError(
    "GOST_SIGNER_FAILED",
    `The signing command ${executable} did not end within ${timeoutMs} ms and was killed.`,
    { retryable: true, details: { executable, timeoutMs } },
  );
}
