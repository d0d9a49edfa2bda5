import { GostError } from "../../errors.js";
import type { GostCurve } from "../curve/curve.js";
import { type CurvePoint, groupOf, pointOf } from "../curve/group.js";

/** A private key of GOST R 34.10-2012. */
export interface GostPrivateKey {
  readonly curve: GostCurve;
  /** The secret number, 0 < d < n. */
  readonly d: bigint;
}

/** A public key of GOST R 34.10-2012: the point Q = dP. */
export interface GostPublicKey {
  readonly curve: GostCurve;
  readonly x: bigint;
  readonly y: bigint;
}

/** What is known of a key that has been checked. */
interface CheckedKey {
  readonly point: CurvePoint;
  verifications: number;
}

/** Checking a key costs up to one multiplication of points; a key object is checked once and its point kept with it. */
const checked = new WeakMap<GostPublicKey, CheckedKey>();

/**
 * A private key from its number.
 *
 * @throws {@link GostError} `GOST_KEY_INVALID` unless 0 < d < n.
 */
export function createPrivateKey(curve: GostCurve, d: bigint): GostPrivateKey {
  if (d <= 0n || d >= curve.n) {
    throw new GostError("GOST_KEY_INVALID", `The private key is not in 1 … n-1 of the curve ${curve.name}.`, {
      details: { curve: curve.name },
    });
  }
  return Object.freeze({ curve, d });
}

/**
 * A public key from the coordinates of its point.
 *
 * @throws {@link GostError} `GOST_KEY_INVALID` unless the point lies on the curve and in the subgroup of the base point.
 */
export function createPublicKey(curve: GostCurve, x: bigint, y: bigint): GostPublicKey {
  return keyOfPoint(curve, pointOf(curve, x, y));
}

/** The public key Q = dP of a private key. */
export function derivePublicKey({ curve, d }: GostPrivateKey): GostPublicKey {
  return keyOfPoint(curve, groupOf(curve).BASE.multiply(d));
}

function keyOfPoint(curve: GostCurve, point: CurvePoint): GostPublicKey {
  const { x, y } = point.toAffine();
  const key = Object.freeze({ curve, x, y });
  checked.set(key, { point, verifications: 0 });
  return key;
}

/**
 * From this verification on under one key, its multiples are tabulated: each later one is then about four times as fast.
 * The table costs as much as four or five plain verifications, so whatever follows, the total at worst doubles.
 */
const verificationsBeforeTable = 5;

/** 832 points for 256 bits, twice as many for 512. Wider windows cost more to fill than they ever win back. */
const tableWindow = 5;

/**
 * The point of a key, for one verification.
 *
 * @throws {@link GostError} `GOST_KEY_INVALID` as {@link createPublicKey}, for a key object that was made by hand.
 */
export function pointForVerification(key: GostPublicKey): { readonly point: CurvePoint; readonly tabulated: boolean } {
  let known = checked.get(key);
  if (known === undefined) {
    known = { point: pointOf(key.curve, key.x, key.y), verifications: 0 };
    checked.set(key, known);
  }
  known.verifications++;
  if (known.verifications === verificationsBeforeTable) known.point.precompute(tableWindow);
  return { point: known.point, tabulated: known.verifications >= verificationsBeforeTable };
}

/** Whether two public keys are the same point of the same curve. */
export function samePublicKey(left: GostPublicKey, right: GostPublicKey): boolean {
  return left.curve === right.curve && left.x === right.x && left.y === right.y;
}
