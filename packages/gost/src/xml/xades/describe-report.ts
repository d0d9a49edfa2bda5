import type { JsonObject } from "@opora/core";
import { describeCertificate } from "@opora/gost";
import type { XadesReport } from "./verify/report.js";

/**
 * A report as plain JSON, for a command line or an interface. It names the signer, who is a person: it is for whoever
 * asked about the document, not for logs.
 *
 * @example
 * ```ts
 * console.log(JSON.stringify(describeXadesReport(verifyXades(envelope, { elementPath, trustAnchors })), null, 2));
 * ```
 */
export function describeXadesReport(report: XadesReport): JsonObject {
  const { valid, trusted, profile = null, checks, certificate, signingTime, chain, content } = report;
  return {
    valid,
    trusted,
    profile,
    signingTime: signingTime?.toISOString() ?? null,
    signedBytes: content?.length ?? null,
    certificate: certificate === undefined ? null : describeCertificate(certificate),
    checks: checks.map((check) => ({ ...check })),
    chain: chain === undefined ? null : chain.path.map(describeCertificate),
  };
}
