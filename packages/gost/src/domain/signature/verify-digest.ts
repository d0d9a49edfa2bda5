import { invert } from "@noble/curves/abstract/modular.js";
import { bytesToNumberBE } from "@noble/curves/utils.js";
import { scalarLength } from "../curve/curve.js";
import { type CurvePoint, groupOf } from "../curve/group.js";
import { type GostPublicKey, pointForVerification } from "./keys.js";
import { digestToScalar } from "./sign-digest.js";

/** What {@link verifyDigest} checks. */
export interface VerifyDigestOptions {
  readonly key: GostPublicKey;
  /** Streebog digest of the message in wire order. */
  readonly digest: Uint8Array;
  /** `s || r`, each part big-endian. */
  readonly signature: Uint8Array;
}

/**
 * Whether `signature` was made over `digest` by the holder of `key` (GOST R 34.10-2012, RFC 7091 §6.2). A digest or a
 * signature of a wrong length, or numbers out of range, make it `false`, never an error.
 *
 * The fifth verification under one key object tabulates its multiples; later ones are about four times as fast.
 *
 * @throws {@link GostError} `GOST_KEY_INVALID` when the key is not a point of the curve's subgroup. Keys from
 * {@link parseCertificate}, {@link createPublicKey} and {@link derivePublicKey} are checked already.
 */
export function verifyDigest({ key, digest, signature }: VerifyDigestOptions): boolean {
  const { curve } = key;
  const length = scalarLength(curve);
  if (digest.length !== length || signature.length !== 2 * length) return false;
  const { n } = curve;
  const s = bytesToNumberBE(signature.subarray(0, length));
  const r = bytesToNumberBE(signature.subarray(length));
  if (s <= 0n || s >= n || r <= 0n || r >= n) return false;
  const v = invert(digestToScalar(curve, digest), n);
  const z1 = (s * v) % n;
  const z2 = ((n - r) * v) % n;
  const { point, tabulated } = pointForVerification(key);
  const base = groupOf(curve).BASE;
  const sum: CurvePoint = tabulated
    ? base.multiplyUnsafe(z1).add(point.multiplyUnsafe(z2))
    : base.mulAddUnsafe(z1, point, z2);
  return !sum.is0() && sum.toAffine().x % n === r;
}
