import { readDer } from "../der/reader.js";
import { bytesOfDerOrPem } from "../pem/pem.js";
import type { GostPrivateKey } from "../signature/keys.js";
import { readPrivateKeyInfo } from "./private-key-info.js";

/**
 * Reads a private key from PKCS#8, DER or PEM.
 *
 * @throws {@link GostError} `GOST_PEM_INVALID`, `GOST_ASN1_INVALID`, `GOST_ALGORITHM_UNSUPPORTED`, `GOST_KEY_INVALID`
 */
export function parsePrivateKey(derOrPem: Uint8Array | string): GostPrivateKey {
  const { bytes } = bytesOfDerOrPem(derOrPem, ["PRIVATE KEY"]);
  return readPrivateKeyInfo(readDer(bytes, "privateKeyInfo")).privateKey;
}
