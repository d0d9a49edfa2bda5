import { bytesToNumberLE, numberToBytesBE } from "@noble/curves/utils.js";
import type { Random } from "@opora/core";
import { GostError } from "../../errors.js";
import { concatBytes } from "../bytes.js";
import { type GostCurve, scalarLength } from "../curve/curve.js";
import { groupOf } from "../curve/group.js";
import type { GostPrivateKey } from "./keys.js";
import { randomScalar } from "./random-scalar.js";

/** A source that fails a few times in a row is broken; an unlucky k has a probability near 2^-256. */
const maxAttempts = 16;

/** What {@link signDigest} signs, with what. */
export interface SignDigestOptions {
  readonly key: GostPrivateKey;
  /** Streebog digest of the message in wire order, as long as the key. */
  readonly digest: Uint8Array;
  /** A cryptographically strong source: whoever can guess its output learns the private key. */
  readonly random: Random;
}

/**
 * Signs a digest (GOST R 34.10-2012, RFC 7091 §6.1).
 *
 * @returns `s || r`, each part big-endian: the order of certificates, CMS and XML signatures.
 * @throws {@link GostError} `GOST_KEY_INVALID` when the digest and the key differ in length, `GOST_RANDOM_INVALID` when
 * the random source is broken.
 *
 * @example
 * ```ts
 * const signature = signDigest({ key, digest: streebog(256, message), random: systemRandom });
 * ```
 */
export function signDigest({ key, digest, random }: SignDigestOptions): Uint8Array {
  const { curve } = key;
  const length = scalarLength(curve);
  if (digest.length !== length) {
    throw new GostError("GOST_KEY_INVALID", `A ${curve.bits}-bit key signs a digest of ${length} bytes.`, {
      details: { curve: curve.name, digestLength: digest.length },
    });
  }
  const e = digestToScalar(curve, digest);
  for (let attempt = 0; attempt < maxAttempts; attempt++) {
    const k = randomScalar(curve, random);
    const signature = signWithNonce(key, e, k);
    if (signature !== undefined) return signature;
  }
  throw new GostError("GOST_RANDOM_INVALID", "The random source does not yield usable numbers: replace it.");
}

/**
 * The number e of a digest: the digest as a little-endian integer modulo n, and 1 instead of 0 (RFC 7091 §6.1, steps 1
 * and 2; the text of ISO 14888-3 that says big-endian is not what is in use).
 * @internal
 */
export function digestToScalar(curve: GostCurve, digest: Uint8Array): bigint {
  const e = bytesToNumberLE(digest) % curve.n;
  return e === 0n ? 1n : e;
}

/**
 * Steps 3 to 6 with a given k. `undefined` when r or s is zero and another k is needed.
 * @internal Exported for the vectors; a k that is used twice gives the private key away.
 */
export function signWithNonce({ curve, d }: GostPrivateKey, e: bigint, k: bigint): Uint8Array | undefined {
  const { n } = curve;
  const r = groupOf(curve).BASE.multiply(k).toAffine().x % n;
  const s = (r * d + k * e) % n;
  if (r === 0n || s === 0n) return undefined;
  const length = scalarLength(curve);
  return concatBytes(numberToBytesBE(s, length), numberToBytesBE(r, length));
}
