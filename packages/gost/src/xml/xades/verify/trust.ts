import { systemClock } from "@opora/core";
import {
  type ChainReport,
  type GostCertificate,
  type GostCrl,
  GostError,
  parseCertificate,
  type RevocationPolicy,
  verifyChain,
} from "@opora/gost";
import type { XadesFinding } from "./report.js";

/** Whom a verification trusts, and what else it knows; nothing in the document itself is trusted. */
export interface TrustOptions {
  /** Certificates that are trusted because the caller says so. Default: none, and nobody is trusted. */
  readonly trustAnchors?: readonly GostCertificate[];
  /** Issuers that may be missing in the signature; not trusted. Default: none. */
  readonly certificates?: readonly GostCertificate[];
  /**
   * The instant for which trust is decided; `signingTime` stands for what the signature claims, which proves nothing but
   * lets old signatures be read. Default: now.
   */
  readonly at?: Date | "signingTime";
  /** Revocation lists. Default: none. */
  readonly crls?: readonly GostCrl[];
  /** Whose revocation is checked. Default: `path` when {@link TrustOptions.crls} is given, else `off`. */
  readonly revocation?: RevocationPolicy;
}

/** How trust was looked for. */
export interface TrustOutcome {
  readonly finding: XadesFinding;
  readonly report: ChainReport | undefined;
}

/**
 * Verifies the chain of the signer's certificate; `undefined` when there are no trust anchors to verify it against.
 *
 * @param issuers - DER of certificates that came with the signature.
 */
export function checkTrust(
  certificate: GostCertificate,
  issuers: readonly Uint8Array[],
  signingTime: Date | undefined,
  { trustAnchors, certificates = [], at = systemClock.now(), crls, revocation }: TrustOptions,
): TrustOutcome | undefined {
  if (trustAnchors === undefined) return undefined;
  const instant = at === "signingTime" ? signingTime : at;
  if (instant === undefined) return distrust("the signature does not tell the time for which trust is to be decided.");
  try {
    const report = verifyChain({
      certificate,
      trustAnchors,
      intermediates: [...issuers.flatMap(readableCertificate), ...certificates],
      at: instant,
      crls: crls ?? [],
      revocation: revocation ?? (crls === undefined ? "off" : "path"),
    });
    if (report.valid) return { finding: undefined, report };
    const failed = report.checks.find((check) => !check.passed);
    return distrust(failed?.passed === false ? failed.message : "there is no path to a trust anchor.", report);
  } catch (error) {
    // Extensions of certificates and lists are read as they are needed.
    if (!GostError.is(error) || error.code === "GOST_OPTIONS_INVALID") throw error;
    return distrust(error.message);
  }
}

/** An issuer may have a key of another kind; it is no use here, and no reason to refuse the signature. */
function readableCertificate(der: Uint8Array): readonly GostCertificate[] {
  try {
    return [parseCertificate(der)];
  } catch (error) {
    if (GostError.is(error)) return [];
    throw error;
  }
}

function distrust(reason: string, report?: ChainReport): TrustOutcome {
  return { finding: { failure: "not-trusted", message: `The certificate is not trusted: ${reason}` }, report };
}
