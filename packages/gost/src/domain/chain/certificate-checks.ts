import { describeAlgorithm } from "../algorithm/algorithms.js";
import type { GostCertificate } from "../certificate/certificate.js";
import { type Extension, extensionOid } from "../certificate/extensions.js";
import type { KeyUsage } from "../certificate/key-usage.js";
import { sameName } from "../name/compare-names.js";
import type { Finding } from "./chain-report.js";
import type { SignatureMemory, SignedStructure } from "./signature-memory.js";

/** Extensions whose being critical is no reason to refuse: they are processed, or say nothing about trust. */
const understoodExtensions: ReadonlySet<string> = new Set([
  extensionOid.keyUsage,
  extensionOid.basicConstraints,
  extensionOid.extendedKeyUsage,
  extensionOid.subjectKeyId,
  extensionOid.authorityKeyId,
  // Policies bind only those who ask for one (RFC 5280 §6.1.1 d): any policy will do here.
  extensionOid.certificatePolicies,
  // An alternative name adds to the subject's name, which is not used to decide anything.
  "2.5.29.17",
  // Where to find revocation lists is up to the caller.
  extensionOid.distributionPoints,
]);

/** RFC 5280 §6.1.3 (a)(2). */
export function checkValidity({ notBefore, notAfter }: GostCertificate, at: Date): Finding {
  if (at < notBefore) {
    return { failure: "not-yet-valid", message: `The certificate is valid from ${notBefore.toISOString()} on.` };
  }
  // notAfter is the last second of validity, all of it.
  if (at.getTime() >= notAfter.getTime() + 1000) {
    return { failure: "expired", message: `The certificate was valid until ${notAfter.toISOString()}.` };
  }
  return undefined;
}

/**
 * RFC 5280 §6.1.3 (a)(1). The digest is as long as the key that signs, which is the issuer's: a 512-bit certificate may
 * come from a 256-bit authority.
 */
export function checkSignature(structure: SignedStructure, issuer: GostCertificate, memory: SignatureMemory): Finding {
  switch (memory.verdict(structure, issuer)) {
    case "right":
      return undefined;
    case "wrong":
      return { failure: "signature-wrong", message: "The signature was not made with the issuer's key." };
    case "untried":
      return { failure: "search-exhausted", message: "So many signatures were wrong that this one was not verified." };
    case "algorithm-differs":
      return {
        failure: "algorithm-unsupported",
        message: `The signature algorithm ${describeAlgorithm(structure.signatureAlgorithm)} is not that of the issuer's ${issuer.bits}-bit key.`,
      };
  }
}

/** RFC 5280 §6.1.4 (k). */
export function checkBasicConstraints({ basicConstraints }: GostCertificate): Finding {
  if (basicConstraints?.authority === true) return undefined;
  return { failure: "not-an-authority", message: "The issuer's certificate does not say that it is an authority." };
}

/** RFC 5280 §6.1.4 (l), (m): `below` are the certificates from the one in question up to this authority. */
export function checkPathLength({ basicConstraints }: GostCertificate, below: readonly GostCertificate[]): Finding {
  const allowed = basicConstraints?.pathLength;
  // Self-issued certificates, by which an authority changes its key, do not count; nor does the last one.
  const intermediates = below.slice(1).filter(({ subject, issuer }) => !sameName(subject, issuer)).length;
  if (allowed === undefined || intermediates <= allowed) return undefined;
  return {
    failure: "path-length-exceeded",
    message: `The authority allows ${allowed} authorities below it; there are ${intermediates}.`,
  };
}

/** RFC 5280 §4.2.1.3: at least one of the usages must be allowed; a certificate without the extension allows all. */
export function checkKeyUsage({ keyUsage }: GostCertificate, anyOf: readonly KeyUsage[]): Finding {
  if (keyUsage === undefined || anyOf.length === 0 || anyOf.some((usage) => keyUsage.has(usage))) return undefined;
  return { failure: "usage-not-allowed", message: `The key may not be used for ${anyOf.join(" or ")}.` };
}

/** The purpose that stands for every other one (RFC 5280 §4.2.1.12). */
const anyPurpose = "2.5.29.37.0";

/** RFC 5280 §4.2.1.12; a certificate without the extension serves any purpose. */
export function checkPurpose({ extendedKeyUsage }: GostCertificate, purpose: string): Finding {
  if (extendedKeyUsage === undefined || [purpose, anyPurpose].some((oid) => extendedKeyUsage.includes(oid))) {
    return undefined;
  }
  return { failure: "purpose-not-allowed", message: `The certificate is not meant for the purpose ${purpose}.` };
}

/** RFC 5280 §4.2: who does not know a critical extension must not use the certificate. */
export function checkCriticalExtensions(
  extensions: readonly Extension[],
  understood: ReadonlySet<string> = understoodExtensions,
): Finding {
  const unknown = extensions.find(({ oid, critical }) => critical && !understood.has(oid));
  if (unknown === undefined) return undefined;
  return {
    failure: "critical-extension-unknown",
    message: `The critical extension ${unknown.oid} is not understood.`,
  };
}
