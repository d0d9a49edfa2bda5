import { equalBytes } from "../bytes.js";
import type { GostCertificate } from "../certificate/certificate.js";
import { comparisonKey } from "../name/compare-names.js";

/** A way from the certificate in question upwards; `anchored` when its last certificate is a trust anchor. */
export interface CandidatePath {
  readonly certificates: readonly GostCertificate[];
  readonly anchored: boolean;
}

/** Where paths may lead. */
export interface PathSources {
  readonly intermediates: readonly GostCertificate[];
  readonly trustAnchors: readonly GostCertificate[];
  /** Longest path, both ends counted. */
  readonly maximumLength: number;
}

/**
 * Ways from `certificate` to a trust anchor by names and key identifiers, anchors before intermediates; when none is
 * complete, the ways as far as they go. Authorities change keys and certify one another, so there may be several.
 *
 * Yields at least one, and lazily: the caller stops at the first one that is valid, and bounds how many it tries.
 */
export function* candidatePaths(certificate: GostCertificate, sources: PathSources): Generator<CandidatePath> {
  const anchors = bySubject(sources.trustAnchors);
  const intermediates = bySubject(sources.intermediates);

  function* extend(path: readonly [GostCertificate, ...GostCertificate[]]): Generator<CandidatePath> {
    const last = path.at(-1) ?? path[0];
    if (includes(sources.trustAnchors, last)) {
      yield { certificates: path, anchored: true };
      return;
    }
    const issuer = comparisonKey(last.issuer);
    const issuers = [...(anchors.get(issuer) ?? []), ...(intermediates.get(issuer) ?? [])].filter(
      (candidate) => matchesKeyId(last, candidate) && !includes(path, candidate),
    );
    if (issuers.length === 0 || path.length === sources.maximumLength) {
      yield { certificates: path, anchored: false };
      return;
    }
    for (const candidate of issuers) yield* extend([...path, candidate]);
  }

  yield* extend([certificate]);
}

function bySubject(certificates: readonly GostCertificate[]): ReadonlyMap<string, readonly GostCertificate[]> {
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

function includes(certificates: readonly GostCertificate[], wanted: GostCertificate): boolean {
  return certificates.some(({ der }) => equalBytes(der, wanted.der));
}
