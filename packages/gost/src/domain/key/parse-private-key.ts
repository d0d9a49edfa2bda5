import { GostError } from "../../errors.js";
import { takeAlgorithm } from "../algorithm/algorithm-identifier.js";
import type { DerElement } from "../der/element.js";
import { readDer, readFields } from "../der/reader.js";
import { derTag } from "../der/tag.js";
import { readOctetString } from "../der/values.js";
import { refuseUnknownOptions } from "../options.js";
import { createPassword, type Password } from "../password/password.js";
import { decryptPbes2, wrongPassword } from "../password/pbes2.js";
import { bytesOfDerOrPem } from "../pem/pem.js";
import type { GostPrivateKey } from "../signature/keys.js";
import { readPrivateKeyInfo } from "./private-key-info.js";

/** How to read a private key. */
export interface ParsePrivateKeyOptions {
  /** Opens an encrypted key; a plain one needs none. At most 1024 characters. */
  readonly password?: string;
}

/**
 * Reads a private key from PKCS#8, DER or PEM, plain or encrypted (PBES2 with GOST 28147-89 or AES).
 *
 * @throws {@link GostError} `GOST_PEM_INVALID`, `GOST_ASN1_INVALID`, `GOST_ALGORITHM_UNSUPPORTED`, `GOST_KEY_INVALID`;
 * `GOST_PASSWORD_WRONG` when the key is encrypted and the password does not open it or is not given.
 *
 * @example
 * ```ts
 * const key = parsePrivateKey(await readFile("signer.key"), { password: "…" });
 * ```
 */
export function parsePrivateKey(derOrPem: Uint8Array | string, options: ParsePrivateKeyOptions = {}): GostPrivateKey {
  refuseUnknownOptions(options, ["password"]);
  const { bytes } = bytesOfDerOrPem(derOrPem, ["PRIVATE KEY", "ENCRYPTED PRIVATE KEY"]);
  const element = readDer(bytes, "privateKey");
  // A plain key begins with its version, an encrypted one with the algorithm.
  if (readFields(element).nextTag !== derTag.sequence) return readPrivateKeyInfo(element).privateKey;
  if (options.password === undefined) {
    throw new GostError("GOST_PASSWORD_WRONG", "The private key is encrypted: give its password.");
  }
  return readEncryptedPrivateKey(element, createPassword(options.password));
}

/** Opens an EncryptedPrivateKeyInfo (RFC 5958 §3). */
export function readEncryptedPrivateKey(element: DerElement, password: Password): GostPrivateKey {
  const fields = readFields(element);
  const algorithm = takeAlgorithm(fields, "encryptionAlgorithm");
  const ciphertext = readOctetString(fields.take(derTag.octetString, "encryptedData"));
  fields.end();
  const plaintext = decryptPbes2(algorithm, ciphertext, password);
  try {
    return readPrivateKeyInfo(readDer(plaintext, "privateKey")).privateKey;
  } catch (cause) {
    // A wrong password yields noise, which fails as ASN.1 in one place or another.
    if (GostError.is(cause) && cause.code === "GOST_ASN1_INVALID") throw wrongPassword(cause);
    throw cause;
  }
}
