import {
  type ChainReport,
  type GostCertificate,
  type GostCrl,
  GostError,
  type RevocationPolicy,
  verifyChain,
} from "@opora/gost";
import type { CertificatePool } from "./certificate-pool.js";
import type { CmsFinding } from "./report.js";

/** Whom a verification trusts, and what else it knows; nothing in the message itself is trusted. */
export interface TrustSettings {
  /** `undefined`: nobody is asked about. */
  readonly trustAnchors: readonly GostCertificate[] | undefined;
  readonly at: Date | "signingTime";
  readonly certificates: CertificatePool;
  /** Revocation lists that came with the message or were given. */
  readonly crls: readonly GostCrl[];
  readonly revocation: RevocationPolicy;
}

/** How trust was looked for: the finding of the check `chain` and the report behind it. */
export interface ChainOutcome {
  readonly finding: CmsFinding;
  readonly report: ChainReport | undefined;
}

/** Verifies the chain of a signer's certificate; `undefined` when there are no trust anchors to verify it against. */
export function checkTrust(
  certificate: GostCertificate,
  signingTime: Date | undefined,
  settings: TrustSettings,
): ChainOutcome | undefined {
  const { trustAnchors, certificates, crls, revocation } = settings;
  if (trustAnchors === undefined) return undefined;
  const at = settings.at === "signingTime" ? signingTime : settings.at;
  if (at === undefined) {
    const message = "Trust is to be decided for the signing time, and the signature does not tell it.";
    return { finding: { failure: "signing-time-missing", message }, report: undefined };
  }
  const intermediates = certificates.all();
  try {
    const report = verifyChain({ certificate, trustAnchors, intermediates, at, crls, revocation });
    const [failed] = report.checks.filter((check) => !check.passed);
    const message = `The certificate is not trusted: ${failed?.message ?? "there is no path to a trust anchor."}`;
    return { finding: report.valid ? undefined : { failure: "not-trusted", message }, report };
  } catch (error) {
    // Extensions of the embedded certificates and lists are read as they are needed.
    if (!GostError.is(error) || error.code === "GOST_OPTIONS_INVALID") throw error;
    return { finding: { failure: "not-trusted", message: error.message }, report: undefined };
  }
}
