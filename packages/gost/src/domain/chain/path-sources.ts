import { createHash } from "node:crypto";
import { equalBytes } from "../bytes.js";
import type { GostCertificate } from "../certificate/certificate.js";
import { comparisonKey } from "../name/compare-names.js";

/** Where paths may lead. */
export interface PathSources {
  /** Longest path, both ends counted. */
  readonly maxLength: number;
  /** Whose name and key identifier are those of the certificate's issuer; trust anchors first. */
  issuersOf(certificate: GostCertificate): readonly GostCertificate[];
  isAnchor(certificate: GostCertificate): boolean;
  /** Whether two objects are the same certificate. */
  same(left: GostCertificate, right: GostCertificate): boolean;
}

/** Arranges certificates for the search; each is kept once, however often it was given. */
export function createPathSources(
  trustAnchors: readonly GostCertificate[],
  intermediates: readonly GostCertificate[],
  maxLength: number,
): PathSources {
  // Encodings of hostile certificates may be long and differ only at the end: they are compared by their digests.
  const fingerprints = new WeakMap<GostCertificate, string>();
  const fingerprint = (certificate: GostCertificate): string => {
    const known = fingerprints.get(certificate) ?? createHash("sha256").update(certificate.der).digest("hex");
    fingerprints.set(certificate, known);
    return known;
  };
  const anchors = new Set(trustAnchors.map(fingerprint));
  const distinct = new Map<string, GostCertificate>();
  for (const certificate of [...trustAnchors, ...intermediates]) {
    if (!distinct.has(fingerprint(certificate))) distinct.set(fingerprint(certificate), certificate);
  }
  const bySubject = groupBySubject(distinct.values());
  return {
    maxLength,
    issuersOf: (certificate) =>
      (bySubject.get(comparisonKey(certificate.issuer)) ?? []).filter((candidate) =>
        matchesKeyId(certificate, candidate),
      ),
    isAnchor: (certificate) => anchors.has(fingerprint(certificate)),
    same: (left, right) => left === right || fingerprint(left) === fingerprint(right),
  };
}

function groupBySubject(certificates: Iterable<GostCertificate>): ReadonlyMap<string, readonly GostCertificate[]> {
  const groups = new Map<string, GostCertificate[]>();
  for (const certificate of certificates) {
    const key = comparisonKey(certificate.subject);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [certificate]);
    else group.push(certificate);
  }
  return groups;
}

/** Key identifiers rule an issuer out only where both certificates have one. */
function matchesKeyId({ authorityKeyId }: GostCertificate, { subjectKeyId }: GostCertificate): boolean {
  const keyId = authorityKeyId?.keyId;
  return keyId === undefined || subjectKeyId === undefined || equalBytes(keyId, subjectKeyId);
}
