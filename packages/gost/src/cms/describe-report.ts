import type { JsonObject } from "@opora/core";
import { describeCertificate } from "@opora/gost";
import type { CmsCheck, CmsMessageCheckName, CmsReport, CmsSignerCheckName, CmsSignerReport } from "./report.js";

/**
 * A report as plain JSON, for a command line or an interface. It names the signers, who are people: it is for whoever
 * asked about the document, not for logs.
 *
 * @example
 * ```ts
 * console.log(JSON.stringify(describeCmsReport(verifyCms({ cms, content, trustAnchors })), null, 2));
 * ```
 */
export function describeCmsReport(report: CmsReport): JsonObject {
  const { valid, trusted, level = null, checks, signers, content } = report;
  return {
    valid,
    trusted,
    level,
    attachedBytes: content?.length ?? null,
    checks: checks.map(describeCheck),
    signers: signers.map(describeSigner),
  };
}

function describeSigner(signer: CmsSignerReport): JsonObject {
  const { valid, trusted, level, checks, certificate, signingTime, unsignedAttributes, chain } = signer;
  return {
    valid,
    trusted,
    level,
    signingTime: signingTime?.toISOString() ?? null,
    certificate: certificate === undefined ? null : describeCertificate(certificate),
    checks: checks.map(describeCheck),
    chain: chain === undefined ? null : chain.path.map(describeCertificate),
    unsignedAttributes: [...unsignedAttributes],
  };
}

function describeCheck(check: CmsCheck<CmsMessageCheckName | CmsSignerCheckName>): JsonObject {
  if (check.passed) return { name: check.name, passed: true };
  return { name: check.name, passed: false, failure: check.failure, message: check.message };
}
