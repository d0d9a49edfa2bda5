import { createHmac, timingSafeEqual } from "node:crypto";
import { takeAlgorithm } from "../algorithm/algorithm-identifier.js";
import type { DerFields } from "../der/reader.js";
import { derTag } from "../der/tag.js";
import { readOctetString, readSmallNumber } from "../der/values.js";
import { digestOfMac } from "../password/digest-algorithms.js";
import { createHmacStreebog } from "../password/hmac-streebog.js";
import { type DerivationDigest, derivePbkdf2, derivePkcs12MacKey } from "../password/key-derivation.js";
import type { Password } from "../password/password.js";
import { wrongPassword } from "../password/pbes2.js";

/** The integrity code of a container: digest, salt, iterations and the code itself (RFC 7292 §4). */
export interface Integrity {
  readonly digest: DerivationDigest;
  readonly salt: Uint8Array;
  readonly iterations: number;
  readonly code: Uint8Array;
}

/** Reads MacData. */
export function readIntegrity(fields: DerFields): Integrity {
  const info = fields.sequence("mac");
  const digest = digestOfMac(takeAlgorithm(info, "digestAlgorithm").oid);
  const code = readOctetString(info.take(derTag.octetString, "digest"));
  info.end();
  const salt = readOctetString(fields.take(derTag.octetString, "macSalt"));
  const iterations = fields.optional(derTag.integer, "iterations");
  fields.end();
  return { digest, salt, iterations: iterations === undefined ? 1 : readSmallNumber(iterations), code };
}

/**
 * Checks the integrity of a container, which also tells whether the password is right.
 *
 * @throws {@link GostError} `GOST_PASSWORD_WRONG`
 */
export function checkIntegrity(
  { digest, salt, iterations, code }: Integrity,
  content: Uint8Array,
  password: Password,
): void {
  password.spend(digest, iterations);
  const parameters = { salt, iterations };
  const expected =
    "streebog" in digest
      ? streebogCode(digest.streebog, deriveGostMacKey(digest, password.text, parameters), content)
      : shaCode(digest.sha, derivePkcs12MacKey(digest.sha, password.text, parameters), content);
  if (expected.length !== code.length || !timingSafeEqual(expected, code)) throw wrongPassword();
}

/** With Streebog the key is the last 32 of 96 bytes of PBKDF2 (RFC 9548 §5, "PFX"), not the derivation of PKCS#12. */
function deriveGostMacKey(
  digest: DerivationDigest,
  password: string,
  parameters: { readonly salt: Uint8Array; readonly iterations: number },
): Uint8Array {
  return derivePbkdf2(digest, password, parameters, 96).slice(64);
}

function streebogCode(bits: 256 | 512, key: Uint8Array, content: Uint8Array): Uint8Array {
  return createHmacStreebog(bits, key)(content);
}

function shaCode(sha: string, key: Uint8Array, content: Uint8Array): Uint8Array {
  return createHmac(sha, key).update(content).digest();
}
