import { GostError } from "../../errors.js";
import { equalBytes } from "../bytes.js";
import type { GostCertificate } from "../certificate/certificate.js";
import { type Extension, extensionOid, extensionValue } from "../certificate/extensions.js";
import type { GostCrl } from "../crl/crl.js";
import { readDistributionPointNames } from "../crl/issuing-distribution-point.js";
import { sameName } from "../name/compare-names.js";
import { checkCriticalExtensions, checkKeyUsage, checkSignature } from "./certificate-checks.js";
import type { ChainFailure, Finding } from "./chain-report.js";
import type { SignatureMemory } from "./signature-memory.js";

/** Critical extensions of lists that are processed here; delta and indirect lists are not. */
const understoodExtensions: ReadonlySet<string> = new Set([
  extensionOid.authorityKeyId,
  extensionOid.crlNumber,
  extensionOid.issuingDistributionPoint,
]);
const understoodEntryExtensions: ReadonlySet<string> = new Set([extensionOid.crlReason]);

/** When several lists cannot be used, the report tells of the one that came nearest. */
const nearestFirst: readonly ChainFailure[] = [
  "crl-stale",
  "crl-not-yet-valid",
  "crl-unsupported",
  "crl-not-authorized",
  "crl-signature-wrong",
];

/**
 * Whether a list of the issuer shows that the certificate is not revoked at `at` (RFC 5280 §6.3). Only complete lists
 * that the issuer signed itself are used; the newest of them decides.
 */
export function checkRevocation(
  certificate: GostCertificate,
  issuer: GostCertificate,
  crls: readonly GostCrl[],
  at: Date,
  memory: SignatureMemory,
): Finding {
  const candidates = crls.filter((crl) => sameName(crl.issuer, certificate.issuer) && covers(crl, certificate));
  const findings = candidates.map((crl) => ({ crl, finding: checkCrl(crl, issuer, at, memory) }));
  const usable = findings.filter(({ finding }) => finding === undefined).map(({ crl }) => crl);
  const [newest] = usable.sort((left, right) => right.thisUpdate.getTime() - left.thisUpdate.getTime());
  if (newest !== undefined) return checkEntry(certificate, newest);
  const nearest = nearestFirst
    .map((failure) => findings.find(({ finding }) => finding?.failure === failure)?.finding)
    .find((finding) => finding !== undefined);
  return (
    nearest ?? { failure: "crl-missing", message: "There is no revocation list of the issuer for the certificate." }
  );
}

function checkEntry({ serialNumber }: GostCertificate, crl: GostCrl): Finding {
  const entry = crl.entries.get(serialNumber);
  if (entry === undefined || entry.reason === "removeFromCrl") return undefined;
  return {
    failure: "revoked",
    message: `The certificate was revoked at ${entry.revokedAt.toISOString()} (${entry.reason}).`,
  };
}

/** Whether the certificate is in the scope that the list gives itself (RFC 5280 §6.3.3 (b)(2)). */
function covers({ scope }: GostCrl, { basicConstraints, extensions }: GostCertificate): boolean {
  if (scope === undefined) return true;
  const authority = basicConstraints?.authority === true;
  if (authority ? scope.onlyUserCertificates : scope.onlyAuthorityCertificates) return false;
  if (scope.names === undefined) return true;
  const names = distributionPointNames(extensions);
  return scope.names.some((name) => names.some((other) => equalBytes(name, other)));
}

/** Points that cannot be read cover nothing: then the certificate is in the scope of no such list. */
function distributionPointNames(extensions: readonly Extension[]): readonly Uint8Array[] {
  try {
    const points = extensionValue(extensions, extensionOid.distributionPoints);
    return points === undefined ? [] : readDistributionPointNames(points);
  } catch (error) {
    if (GostError.is(error)) return [];
    throw error;
  }
}

/** Whether the list may be used at all, and now. */
function checkCrl(crl: GostCrl, issuer: GostCertificate, at: Date, memory: SignatureMemory): Finding {
  const keyId = crl.authorityKeyId?.keyId;
  if (keyId !== undefined && issuer.subjectKeyId !== undefined && !equalBytes(keyId, issuer.subjectKeyId)) {
    return {
      failure: "crl-signature-wrong",
      message: "The revocation list was signed with another key of the issuer.",
    };
  }
  if (checkSignature(crl, issuer, memory) !== undefined) {
    return { failure: "crl-signature-wrong", message: "The signature of the revocation list is wrong." };
  }
  if (checkKeyUsage(issuer, ["crlSign"]) !== undefined) {
    return { failure: "crl-not-authorized", message: "The issuer's key may not sign revocation lists." };
  }
  return checkContent(crl) ?? checkFreshness(crl, at);
}

function checkContent(crl: GostCrl): Finding {
  const unknown = checkCriticalExtensions(crl.extensions, understoodExtensions);
  const unknownInEntry = [...crl.criticalEntryExtensions].find((oid) => !understoodEntryExtensions.has(oid));
  if (unknown === undefined && unknownInEntry === undefined && crl.scope?.partial !== true) return undefined;
  return { failure: "crl-unsupported", message: "The revocation list is a delta, an indirect or a partial one." };
}

function checkFreshness({ thisUpdate, nextUpdate }: GostCrl, at: Date): Finding {
  if (at < thisUpdate) {
    return { failure: "crl-not-yet-valid", message: `The revocation list is of ${thisUpdate.toISOString()}.` };
  }
  if (nextUpdate === undefined) {
    return { failure: "crl-stale", message: "The revocation list does not say until when it is good." };
  }
  if (at.getTime() >= nextUpdate.getTime() + 1000) {
    return { failure: "crl-stale", message: `The revocation list was to be replaced by ${nextUpdate.toISOString()}.` };
  }
  return undefined;
}
