import { GostError } from "../../errors.js";
import type { AlgorithmIdentifier } from "../algorithm/algorithm-identifier.js";
import { type AlgorithmSuite, algorithmSuites, describeAlgorithm, suiteByOid } from "../algorithm/algorithms.js";
import type { GostCurve } from "../curve/curve.js";
import { curveByOid } from "../curve/curves.js";
import { readOid } from "../der/oid.js";
import { readFields } from "../der/reader.js";
import { derTag } from "../der/tag.js";
import { writeOid, writeSequence } from "../der/writer.js";

/** What the AlgorithmIdentifier of a key says (RFC 9215 §4.2). */
export interface KeyAlgorithm {
  readonly curve: GostCurve;
  /** The identifier of the curve as written; an alias is kept so that the key is written back the same. */
  readonly parameterSet: string;
}

/** Reads the AlgorithmIdentifier of a public or private key. */
export function readKeyAlgorithm({ oid, parameters }: AlgorithmIdentifier): KeyAlgorithm {
  const suite = suiteByOid("key", oid);
  if (parameters === undefined) {
    throw new GostError("GOST_KEY_INVALID", "The key does not name its parameter set.", { details: { oid } });
  }
  const fields = readFields(parameters);
  const parameterSet = readOid(fields.take(derTag.objectIdentifier, "publicKeyParamSet"));
  const digest = fields.optional(derTag.objectIdentifier, "digestParamSet");
  // RFC 4491 §2.3.2 has a third one, for encryption; it means nothing to a signature.
  fields.optional(derTag.objectIdentifier, "encryptionParamSet");
  fields.end();
  const curve = curveByOid(parameterSet);
  if (curve.bits !== suite.bits) {
    throw new GostError("GOST_KEY_INVALID", `A ${suite.bits}-bit key cannot lie on the curve ${curve.name}.`, {
      details: { oid, parameterSet },
    });
  }
  if (digest !== undefined) checkDigest(suite, readOid(digest));
  return { curve, parameterSet };
}

function checkDigest(suite: AlgorithmSuite, digest: string): void {
  if (digest === suite.digest) return;
  throw new GostError(
    "GOST_ALGORITHM_UNSUPPORTED",
    `The digest ${describeAlgorithm(digest)} does not belong to a ${suite.bits}-bit key.`,
    { details: { oid: digest } },
  );
}

/** Parameter sets from before RFC 9215, whose keys name the digest as well. */
const setsThatNameDigest = /^1\.2\.643\.(?:2\.2\.3[56]\.\d+|7\.1\.2\.1\.2\.[012])$/;

/** Writes the AlgorithmIdentifier of a key, with the digest where RFC 9215 §4.2 and OpenSSL put it. */
export function writeKeyAlgorithm({ curve, parameterSet }: KeyAlgorithm): Uint8Array {
  const suite = algorithmSuites[curve.bits];
  const digest = setsThatNameDigest.test(parameterSet) ? [writeOid(suite.digest)] : [];
  return writeSequence(writeOid(suite.key), writeSequence(writeOid(parameterSet), ...digest));
}
