import type { Random } from "@opora/core";
import type { GostCurve } from "../curve/curve.js";
import { createPrivateKey, type GostPrivateKey } from "./keys.js";
import { randomScalar } from "./random-scalar.js";

/**
 * Makes a new private key.
 *
 * @throws {@link GostError} `GOST_RANDOM_INVALID` when the random source returns too few bytes.
 */
export function generatePrivateKey(curve: GostCurve, random: Random): GostPrivateKey {
  return createPrivateKey(curve, randomScalar(curve, random));
}
