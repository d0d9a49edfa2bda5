import { createDecipheriv } from "node:crypto";
import { GostError } from "../../errors.js";
import { type AlgorithmIdentifier, takeAlgorithm } from "../algorithm/algorithm-identifier.js";
import { describeAlgorithm } from "../algorithm/algorithms.js";
import { decryptGost28147Cfb } from "../cipher/gost28147-cfb.js";
import { type Substitution, substitutions } from "../cipher/substitutions.js";
import type { DerElement } from "../der/element.js";
import { invalidDer } from "../der/header.js";
import { readOid } from "../der/oid.js";
import { type DerFields, readFields } from "../der/reader.js";
import { derTag } from "../der/tag.js";
import { readOctetString, readSmallNumber } from "../der/values.js";
import { digestOfHmac } from "./digest-algorithms.js";
import { type DerivationDigest, type DerivationParameters, derivePbkdf2 } from "./key-derivation.js";
import type { Password } from "./password.js";

const pbes2 = "1.2.840.113549.1.5.13";
const pbkdf2 = "1.2.840.113549.1.5.12";
const hmacSha1 = "1.2.840.113549.2.7";
const gost28147 = "1.2.643.2.2.21";

const aesCbc: Readonly<Record<string, { readonly name: string; readonly keyLength: number }>> = {
  "2.16.840.1.101.3.4.1.2": { name: "aes-128-cbc", keyLength: 16 },
  "2.16.840.1.101.3.4.1.22": { name: "aes-192-cbc", keyLength: 24 },
  "2.16.840.1.101.3.4.1.42": { name: "aes-256-cbc", keyLength: 32 },
};

const substitutionByOid: Readonly<Record<string, Substitution>> = {
  "1.2.643.2.2.31.1": substitutions.cryptoProA,
  "1.2.643.7.1.2.5.1.1": substitutions.tc26Z,
};

/** A cipher of a file: how long its key is, and what it does with it. */
interface Decryption {
  readonly keyLength: number;
  decrypt(key: Uint8Array, ciphertext: Uint8Array): Uint8Array;
}

/** The password-based encryption of keys and containers, read and ready. */
interface PasswordEncryption {
  readonly digest: DerivationDigest;
  readonly derivation: DerivationParameters;
  readonly decryption: Decryption;
}

/**
 * Decrypts what was encrypted under a password by PBES2 (RFC 8018 §6.2): GOST 28147-89 with Streebog (RFC 9548 and the
 * practice of OpenSSL's engine), or AES-CBC with SHA.
 *
 * A wrong password shows only in what comes out, if at all: callers check that.
 *
 * @throws {@link GostError} `GOST_ALGORITHM_UNSUPPORTED` for other schemes, `GOST_LIMIT_EXCEEDED` for too much work,
 * `GOST_PASSWORD_WRONG` when the padding is not right.
 */
export function decryptPbes2(algorithm: AlgorithmIdentifier, ciphertext: Uint8Array, password: Password): Uint8Array {
  const { digest, derivation, decryption } = readPbes2(algorithm);
  password.spend(digest, derivation.iterations);
  return decryption.decrypt(derivePbkdf2(digest, password.text, derivation, decryption.keyLength), ciphertext);
}

function readPbes2({ oid, parameters }: AlgorithmIdentifier): PasswordEncryption {
  if (oid !== pbes2 || parameters === undefined) throw unsupported("password-based encryption", oid);
  const fields = readFields(parameters);
  const derivation = takeAlgorithm(fields, "keyDerivationFunc");
  const encryption = takeAlgorithm(fields, "encryptionScheme");
  fields.end();
  return { ...readPbkdf2(derivation), decryption: readDecryption(encryption) };
}

function readPbkdf2({ oid, parameters }: AlgorithmIdentifier): Pick<PasswordEncryption, "digest" | "derivation"> {
  if (oid !== pbkdf2 || parameters === undefined) throw unsupported("key derivation", oid);
  const fields = readFields(parameters);
  const salt = readOctetString(fields.take(derTag.octetString, "salt"));
  const iterations = readSmallNumber(fields.take(derTag.integer, "iterationCount"));
  // The length of the key follows from the cipher; RFC 8018 §5.2 lets the file repeat it.
  fields.optional(derTag.integer, "keyLength");
  const digest = digestOfHmac(fields.atEnd ? hmacSha1 : takeAlgorithm(fields, "prf").oid);
  fields.end();
  return { digest, derivation: { salt, iterations } };
}

function readDecryption({ oid, parameters }: AlgorithmIdentifier): Decryption {
  const aes = aesCbc[oid];
  if (parameters === undefined || (aes === undefined && oid !== gost28147)) throw unsupported("cipher", oid);
  return aes === undefined ? gostDecryption(readFields(parameters)) : aesDecryption(aes, parameters);
}

function aesDecryption({ name, keyLength }: { name: string; keyLength: number }, parameters: DerElement): Decryption {
  const iv = readIv(parameters, 16);
  return {
    keyLength,
    decrypt(key, ciphertext) {
      const decipher = createDecipheriv(name, key, iv);
      try {
        return Uint8Array.from(Buffer.concat([decipher.update(ciphertext), decipher.final()]));
      } catch (cause) {
        throw wrongPassword(cause);
      }
    },
  };
}

function gostDecryption(fields: DerFields): Decryption {
  const iv = readIv(fields.take(derTag.octetString, "iv"), 8);
  const parameterSet = readOid(fields.take(derTag.objectIdentifier, "encryptionParamSet"));
  fields.end();
  const substitution = substitutionByOid[parameterSet];
  if (substitution === undefined) throw unsupported("parameter set of GOST 28147-89", parameterSet);
  return {
    keyLength: 32,
    decrypt: (key, ciphertext) => decryptGost28147Cfb({ key, iv, substitution }, ciphertext),
  };
}

function readIv(element: DerElement, length: number): Uint8Array {
  const iv = readOctetString(element);
  if (iv.length !== length) throw invalidDer(element.path, `the initialization vector has not ${length} bytes`);
  return iv;
}

/** The error for a password that does not open what it is to open. */
export function wrongPassword(cause?: unknown): GostError {
  return new GostError("GOST_PASSWORD_WRONG", "The password is wrong, or what it protects is damaged.", { cause });
}

function unsupported(role: string, oid: string): GostError {
  return new GostError(
    "GOST_ALGORITHM_UNSUPPORTED",
    `The ${role} ${describeAlgorithm(oid)} is not supported: export the key again with GOST 28147-89 or AES-256 (PBES2).`,
    { details: { oid } },
  );
}
