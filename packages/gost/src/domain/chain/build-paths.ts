import type { GostCertificate } from "../certificate/certificate.js";
import type { PathSources } from "./path-sources.js";

/** A way from the certificate in question upwards; `anchored` when its last certificate is a trust anchor. */
export interface CandidatePath {
  readonly certificates: readonly GostCertificate[];
  readonly anchored: boolean;
}

/**
 * Ways from `certificate` to a trust anchor by names, key identifiers and signatures, anchors before intermediates; when
 * none is complete, the ways as far as they go. Authorities change keys and certify one another, so there may be several.
 * Where no issuer of that name made the signature, one of them is followed all the same, for the report.
 *
 * Yields at least one, and lazily: the caller stops at the first one that is valid, and bounds how many it tries.
 */
export function* candidatePaths(
  certificate: GostCertificate,
  sources: PathSources,
  isSignedBy: (certificate: GostCertificate, issuer: GostCertificate) => boolean,
): Generator<CandidatePath> {
  function* extend(path: readonly [GostCertificate, ...GostCertificate[]]): Generator<CandidatePath> {
    const last = path.at(-1) ?? path[0];
    if (sources.isAnchor(last)) {
      yield { certificates: path, anchored: true };
      return;
    }
    const issuers = sources
      .issuersOf(last)
      .filter((candidate) => !path.some((certificate) => sources.same(certificate, candidate)));
    const [first] = issuers;
    if (first === undefined || path.length === sources.maxLength) {
      yield { certificates: path, anchored: false };
      return;
    }
    let followed = false;
    for (const issuer of issuers) {
      if (!isSignedBy(last, issuer)) continue;
      followed = true;
      yield* extend([...path, issuer]);
    }
    if (!followed) yield* extend([...path, first]);
  }

  yield* extend([certificate]);
}
