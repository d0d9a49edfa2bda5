import type { GostBits } from "../bits.js";

/**
 * An elliptic curve of GOST R 34.10-2012 in Weierstrass form, y² = x³ + ax + b modulo p, with its base point.
 * Compare curves by identity: each parameter set exists once, in {@link curves}.
 */
export interface GostCurve {
  /** Key of the curve in {@link curves}. */
  readonly name: string;
  /** Object identifiers of the parameter set; the first is the usual one, the others are aliases of the same numbers. */
  readonly oids: readonly [string, ...string[]];
  /** Length of keys and digests. */
  readonly bits: GostBits;
  /** Order of the field. */
  readonly p: bigint;
  readonly a: bigint;
  readonly b: bigint;
  /** Order of the base point, a prime. */
  readonly n: bigint;
  /** Cofactor: 4 for the curves that have a twisted Edwards form, else 1. */
  readonly h: bigint;
  /** The base point. */
  readonly gx: bigint;
  readonly gy: bigint;
}

/** Length of one number of a key or a signature, in bytes. */
export function scalarLength(curve: GostCurve): number {
  return curve.bits / 8;
}
