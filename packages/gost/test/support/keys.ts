import { createSeededRandom } from "@opora/core/testing";
import {
  derivePublicKey,
  type GostCurve,
  type GostPrivateKey,
  type GostPublicKey,
  generatePrivateKey,
} from "@opora/gost";

/** A reproducible pair of keys. */
export function keyPair(
  curve: GostCurve,
  seed = 1,
): { readonly privateKey: GostPrivateKey; readonly publicKey: GostPublicKey } {
  const privateKey = generatePrivateKey(curve, createSeededRandom(seed));
  return { privateKey, publicKey: derivePublicKey(privateKey) };
}
