import { type WeierstrassPoint, type WeierstrassPointCons, weierstrass } from "@noble/curves/abstract/weierstrass.js";
import { GostError } from "../../errors.js";
import type { GostCurve } from "./curve.js";

/** A point of a curve, as `@noble/curves` computes with it. */
export type CurvePoint = WeierstrassPoint<bigint>;

/** Multiples of the base point are tabulated on the first use of a curve, so its group is made once. */
const groups = new WeakMap<GostCurve, WeierstrassPointCons<bigint>>();

/** The group of a curve's points. */
export function groupOf(curve: GostCurve): WeierstrassPointCons<bigint> {
  let group = groups.get(curve);
  if (group === undefined) {
    const { p, n, h, a, b, gx, gy } = curve;
    group = weierstrass({ p, n, h, a, b, Gx: gx, Gy: gy });
    groups.set(curve, group);
  }
  return group;
}

/**
 * The point with the given coordinates.
 *
 * @throws {@link GostError} `GOST_KEY_INVALID` unless it lies on the curve and in the subgroup of the base point. Where
 * the cofactor is 4, a point outside the subgroup would let an attacker choose what a signature means.
 */
export function pointOf(curve: GostCurve, x: bigint, y: bigint): CurvePoint {
  try {
    const point = groupOf(curve).fromAffine({ x, y });
    point.assertValidity();
    return point;
  } catch (cause) {
    throw new GostError(
      "GOST_KEY_INVALID",
      `The public key is not a point of order n of the curve ${curve.name}: use another key or parameter set.`,
      { cause, details: { curve: curve.name } },
    );
  }
}
