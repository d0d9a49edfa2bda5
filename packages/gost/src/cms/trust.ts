import {
  type ChainReport,
  type GostCertificate,
  type GostCrl,
  GostError,
  parseCertificate,
  parseCrl,
  type RevocationPolicy,
  verifyChain,
} from "@opora/gost";
import type { CmsFinding } from "./report.js";
import type { SignedData } from "./signed-data.js";

/** Whom a verification trusts, and what else it knows; nothing in the message itself is trusted. */
export interface TrustSettings {
  /** `undefined`: nobody is asked about. */
  readonly trustAnchors: readonly GostCertificate[] | undefined;
  readonly at: Date | "signingTime";
  /** Certificates that came with the message or were given. */
  readonly certificates: readonly GostCertificate[];
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
  const { trustAnchors, certificates: intermediates, crls, revocation } = settings;
  if (trustAnchors === undefined) return undefined;
  const at = settings.at === "signingTime" ? signingTime : settings.at;
  if (at === undefined) {
    const message = "Trust is to be decided for the signing time, and the signature does not tell it.";
    return { finding: { failure: "signing-time-missing", message }, report: undefined };
  }
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

/** The certificates of a message that can be ours: a time stamp's may have other keys, and those are left out. */
export function readableCertificates({ certificates }: SignedData): readonly GostCertificate[] {
  return certificates.flatMap((der) => readable(der, parseCertificate));
}

/** The revocation lists of a message, as far as they can be read. */
export function readableCrls({ crls }: SignedData): readonly GostCrl[] {
  return crls.flatMap((der) => readable(der, parseCrl));
}

function readable<T>(der: Uint8Array, parse: (der: Uint8Array) => T): readonly T[] {
  try {
    return [parse(der)];
  } catch (error) {
    if (GostError.is(error)) return [];
    throw error;
  }
}
