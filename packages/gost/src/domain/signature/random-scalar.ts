import { bytesToNumberBE } from "@noble/curves/utils.js";
import type { Random } from "@opora/core";
import { GostError } from "../../errors.js";
import { type GostCurve, scalarLength } from "../curve/curve.js";

/** 128 bits more than n has: what the remainder modulo n prefers is then beyond observation (FIPS 186-5 A.3.1). */
const surplusBytes = 16;

/**
 * A number in 1 … n-1, its distribution even to 2^-128.
 *
 * @throws {@link GostError} `GOST_RANDOM_INVALID` when the source does not return as many bytes as asked for.
 */
export function randomScalar(curve: GostCurve, random: Random): bigint {
  const length = scalarLength(curve) + surplusBytes;
  const bytes = random.bytes(length);
  if (bytes.length !== length) {
    throw new GostError(
      "GOST_RANDOM_INVALID",
      `The random source returned ${bytes.length} bytes instead of ${length}.`,
    );
  }
  return (bytesToNumberBE(bytes) % (curve.n - 1n)) + 1n;
}
