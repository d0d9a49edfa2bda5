import { parseCrl } from "@opora/gost";
import { type CmsReport, describeCmsReport, verifyCms, verifyCmsStream } from "@opora/gost/cms";
import type { CommandContext } from "../command-context.js";
import { exitCode } from "../exit-code.js";
import { openInput, readInput } from "../files.js";
import type { CommandReport } from "../report.js";
import { readTrustAnchors } from "../trust.js";

/** Options of `opora gost verify-cms`. */
export interface VerifyCmsArguments {
  readonly in?: string;
  readonly signature: string;
  readonly trust: readonly string[];
  readonly crl?: readonly string[];
  readonly json?: true;
}

/** Verifies a CMS signature; accepted means valid and trusted. */
export async function verifyCmsCommand(context: CommandContext, options: VerifyCmsArguments): Promise<CommandReport> {
  const cms = await readInput(context, "--signature", options.signature);
  const trustAnchors = await readTrustAnchors(context, options.trust);
  const lists = await Promise.all((options.crl ?? []).map((file) => readInput(context, "--crl", file)));
  const crls = lists.map((list) => parseCrl(list));
  const trust = { cms, trustAnchors, ...(crls.length === 0 ? {} : { crls }) };
  const report =
    options.in === undefined
      ? verifyCms(trust)
      : await verifyCmsStream({
          ...trust,
          content: await openInput(context, "--in", options.in),
          signal: context.signal,
        });
  return {
    exitCode: report.trusted ? exitCode.ok : exitCode.refused,
    json: describeCmsReport(report),
    lines: [verdictOf(report), ...failuresOf(report)],
  };
}

function verdictOf(report: CmsReport): string {
  if (!report.trusted) return "REFUSED:";
  return `Accepted: ${report.signers.length} signature(s), level ${report.level}.`;
}

function failuresOf(report: CmsReport): readonly string[] {
  const checks = [...report.checks, ...report.signers.flatMap((signer) => signer.checks)];
  return checks.flatMap((check) => (check.passed ? [] : [`  ${check.name}: ${check.message} [${check.failure}]`]));
}
