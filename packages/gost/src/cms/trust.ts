import {
  type ChainReport,
  type ChainVerifier,
  createChainVerifier,
  type GostCertificate,
  type GostCrl,
  GostError,
  parseCrl,
  type RevocationPolicy,
} from "@opora/gost";
import type { CertificatePool } from "./certificate-pool.js";
import { readable } from "./readable.js";
import type { CmsFinding } from "./report.js";

/** Whom a verification trusts, and what else it knows; nothing in the message itself is trusted. */
export interface TrustSettings {
  /** `undefined`: nobody is asked about. */
  readonly trustAnchors: readonly GostCertificate[] | undefined;
  readonly at: Date | "signingTime";
  readonly certificates: CertificatePool;
  /** DER of the revocation lists that came with the message. */
  readonly messageCrls: readonly Uint8Array[];
  /** Revocation lists that were given. */
  readonly crls: readonly GostCrl[];
  readonly revocation: RevocationPolicy;
}

/** How trust was looked for: the finding of the check `chain` and the report behind it. */
export interface ChainOutcome {
  readonly finding: CmsFinding;
  readonly report: ChainReport | undefined;
}

/** Looks for trust in the signers of one message. */
export interface TrustCheck {
  /** Verifies the chain of a signer's certificate; `undefined` when there are no trust anchors to verify it against. */
  check(certificate: GostCertificate, signingTime: Date | undefined): ChainOutcome | undefined;
}

/** Prepares to look for trust; certificates and lists of the message are parsed when the first signer is asked about. */
export function createTrustCheck(settings: TrustSettings): TrustCheck {
  const { trustAnchors } = settings;
  if (trustAnchors === undefined) return { check: () => undefined };
  let verifier: ChainVerifier | undefined;
  return {
    check(certificate, signingTime) {
      const at = settings.at === "signingTime" ? signingTime : settings.at;
      if (at === undefined) {
        const message = "Trust is to be decided for the signing time, and the signature does not tell it.";
        return { finding: { failure: "signing-time-missing", message }, report: undefined };
      }
      verifier ??= chainVerifier(trustAnchors, settings);
      return verifyWith(verifier, certificate, at);
    },
  };
}

function chainVerifier(
  trustAnchors: readonly GostCertificate[],
  { certificates, messageCrls, crls, revocation }: TrustSettings,
): ChainVerifier {
  const intermediates = certificates.intermediates();
  const lists = revocation === "off" ? [] : [...messageCrls.flatMap((der) => readable(der, parseCrl)), ...crls];
  return createChainVerifier({ trustAnchors, intermediates, crls: lists, revocation });
}

function verifyWith(verifier: ChainVerifier, certificate: GostCertificate, at: Date): ChainOutcome {
  try {
    const report = verifier.verify({ certificate, at });
    const [failed] = report.checks.filter((check) => !check.passed);
    const message = `The certificate is not trusted: ${failed?.message ?? "there is no path to a trust anchor."}`;
    return { finding: report.valid ? undefined : { failure: "not-trusted", message }, report };
  } catch (error) {
    // Extensions of the embedded certificates and lists are read as they are needed.
    if (!GostError.is(error) || error.code === "GOST_OPTIONS_INVALID") throw error;
    return { finding: { failure: "not-trusted", message: error.message }, report: undefined };
  }
}
