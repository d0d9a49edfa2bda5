import { verifyEnvelope } from "@opora/gis-sdk";
import { describeXadesReport, type XadesReport } from "@opora/gost/xml";
import type { CommandContext } from "../command-context.js";
import { exitCode } from "../exit-code.js";
import { readInput } from "../files.js";
import type { CommandReport } from "../report.js";
import { readTrustAnchors } from "../trust.js";

/** Options of `opora gis verify`. */
export interface VerifyArguments {
  readonly in: string;
  readonly trust?: readonly string[];
  readonly json?: true;
}

/** Verifies the signature in an envelope; without `--trust` nothing is said of whose it is. */
export async function verifyCommand(context: CommandContext, options: VerifyArguments): Promise<CommandReport> {
  const envelope = await readInput(context, "--in", options.in);
  const trustAnchors = options.trust === undefined ? undefined : await readTrustAnchors(context, options.trust);
  const report = verifyEnvelope(envelope, trustAnchors === undefined ? {} : { trustAnchors });
  const isAccepted = trustAnchors === undefined ? report.valid : report.trusted;
  return {
    exitCode: isAccepted ? exitCode.ok : exitCode.refused,
    json: describeXadesReport(report),
    lines: [verdictOf(report, options), ...failuresOf(report)],
  };
}

function verdictOf(report: XadesReport, { trust }: VerifyArguments): string {
  if (!report.valid) return "REFUSED:";
  if (trust === undefined)
    return `Valid (${report.profile}); whose signature it is was not checked: there is no --trust.`;
  return `Accepted: the signature is valid (${report.profile}) and its certificate trusted.`;
}

function failuresOf({ checks }: XadesReport): readonly string[] {
  return checks.flatMap((check) => (check.passed ? [] : [`  ${check.name}: ${check.message} [${check.failure}]`]));
}
