import { equalBytes, type GostCertificate, GostError, refuseUnknownOptions } from "@opora/gost";
import { type CmsReport, type CmsService, decodeCms, verifyCms } from "@opora/gost/cms";
import { checkCommand } from "./check-command.js";
import { type CommandLine, type CommandSettings, commandSettingNames } from "./command-line.js";
import { createCommandRunner } from "./run-command.js";

/** What a {@link createCommandCmsService} needs. */
export interface CommandCmsServiceOptions extends CommandSettings {
  /** The program: it is given the content and writes a detached signature in DER, base64 or PEM. */
  readonly command: CommandLine;
  /** Certificate of the key that the program signs with. */
  readonly certificate: GostCertificate;
}

/**
 * A {@link CmsService} that runs a program which makes the whole CMS, as CryptoPro's `cryptcp` does. What the program
 * writes is used only when it verifies over the content, was made under the expected certificate and is CAdES-BES.
 *
 * `signDetached` rejects as `sign` of {@link createCommandSigner} does.
 *
 * @throws GostError `GOST_OPTIONS_INVALID`
 *
 * @example
 * ```ts
 * const service = createCommandCmsService({
 *   command: cryptcpSign({ thumbprint: "16d9…", environment: { HOME: "/home/signer", USER: "signer" } }),
 *   certificate,
 * });
 * ```
 */
export function createCommandCmsService(options: CommandCmsServiceOptions): CmsService {
  refuseUnknownOptions(options, ["command", "certificate", ...commandSettingNames]);
  const { command, certificate } = options;
  checkCommand(command, []);
  const run = createCommandRunner(options);
  return {
    async signDetached(content, { signal } = {}) {
      const answer = await run(command, content, signal);
      const report = verifyCms({ cms: answer, content, certificates: [certificate] });
      const problem = problemOf(report, certificate);
      if (problem === undefined) return decodeCms(answer);
      throw new GostError("GOST_SIGNER_WRONG_SIGNATURE", `The command ${command.executable} ${problem}.`, {
        details: { executable: command.executable, failures: failuresOf(report) },
      });
    },
  };
}

function problemOf({ valid, level, signers }: CmsReport, certificate: GostCertificate): string | undefined {
  if (!valid) return "did not write a valid CMS signature of the content";
  if (level !== "cades-bes") return "wrote a signature without the attributes of CAdES-BES";
  const [first] = signers;
  const own = signers.length === 1 && first?.certificate && equalBytes(first.certificate.der, certificate.der);
  return own ? undefined : "signed with another certificate than expected";
}

function failuresOf({ checks, signers }: CmsReport): string[] {
  const all = [...checks, ...signers.flatMap((signer) => signer.checks)];
  return all.flatMap((check) => (check.passed ? [] : [`${check.name}: ${check.failure}`]));
}
