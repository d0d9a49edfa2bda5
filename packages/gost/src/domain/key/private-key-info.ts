import { bytesToNumberLE, numberToBytesLE } from "@noble/curves/utils.js";
import { GostError } from "../../errors.js";
import { takeAlgorithm } from "../algorithm/algorithm-identifier.js";
import { type GostCurve, scalarLength } from "../curve/curve.js";
import type { DerElement } from "../der/element.js";
import { readDer, readFields } from "../der/reader.js";
import { contextConstructed, contextPrimitive, derTag } from "../der/tag.js";
import { readInteger, readOctetString, readSmallNumber } from "../der/values.js";
import { writeInteger, writeOctetString, writeSequence } from "../der/writer.js";
import { createPrivateKey, derivePublicKey, type GostPrivateKey, samePublicKey } from "../signature/keys.js";
import { readKeyAlgorithm, writeKeyAlgorithm } from "./key-algorithm.js";
import { decodePoint } from "./public-key-info.js";

/** A PrivateKeyInfo. */
export interface PrivateKeyInfo {
  readonly privateKey: GostPrivateKey;
  /** The identifier under which the curve was named, one of {@link GostCurve.oids}. */
  readonly parameterSet: string;
}

/** More masks than anybody writes. */
const maxMasks = 16;

/**
 * Reads a PrivateKeyInfo (PKCS#8, RFC 5208 §5, RFC 5958 §2) in each encoding of the secret number that is in use: the
 * number little-endian, in an OCTET STRING, as an INTEGER, masked, and masked in a SEQUENCE with the public key
 * (RFC 9548 and the practice of OpenSSL's engine and CryptoPro).
 *
 * @throws {@link GostError} `GOST_ASN1_INVALID`, `GOST_ALGORITHM_UNSUPPORTED`; `GOST_KEY_INVALID` when the number is out of
 * range or does not belong to the public key that stands beside it.
 */
export function readPrivateKeyInfo(element: DerElement): PrivateKeyInfo {
  const fields = readFields(element);
  const version = readSmallNumber(fields.take(derTag.integer, "version"));
  if (version > 1) throw invalidKey(`its PKCS#8 version is ${version}`);
  const { curve, parameterSet } = readKeyAlgorithm(takeAlgorithm(fields, "privateKeyAlgorithm"));
  const secret = fields.take(derTag.octetString, "privateKey");
  fields.optional(contextConstructed(0), "attributes");
  fields.optional(contextPrimitive(1), "publicKey");
  fields.end();
  return { parameterSet, privateKey: readSecret(curve, secret) };
}

/** Writes a PrivateKeyInfo as OpenSSL does: the number little-endian. */
export function writePrivateKeyInfo({ privateKey, parameterSet }: PrivateKeyInfo): Uint8Array {
  const { curve, d } = privateKey;
  const secret = numberToBytesLE(d, scalarLength(curve));
  return writeSequence(writeInteger(0), writeKeyAlgorithm({ curve, parameterSet }), writeOctetString(secret));
}

function readSecret(curve: GostCurve, { content, path }: DerElement): GostPrivateKey {
  const length = scalarLength(curve);
  // A whole number of lengths is no DER: the headers of the wrapped forms make them longer by a few bytes.
  if (content.length > 0 && content.length % length === 0) return unmask(curve, content);
  const wrapped = readDer(content, path);
  switch (wrapped.tag) {
    case derTag.octetString:
      return unmask(curve, wrapped.content);
    case derTag.integer:
      return createPrivateKey(curve, readInteger(wrapped));
    case derTag.sequence:
      return readMaskedSequence(curve, wrapped);
    default:
      throw invalidKey("the encoding of its secret number is not known");
  }
}

/** The masked key with its public key, which tells whether unmasking was right. */
function readMaskedSequence(curve: GostCurve, element: DerElement): GostPrivateKey {
  const fields = readFields(element);
  const key = unmask(curve, readOctetString(fields.take(derTag.octetString, "maskedKey")));
  const point = fields.optional(derTag.octetString, "publicKey");
  fields.end();
  if (point !== undefined && !samePublicKey(decodePoint(curve, point.content), derivePublicKey(key))) {
    throw invalidKey("the public key beside it is of another key");
  }
  return key;
}

/** KM || M1 || … || Mk, each little-endian: the key is KM · M1 · … · Mk mod n. No masks: the key itself. */
function unmask(curve: GostCurve, bytes: Uint8Array): GostPrivateKey {
  const length = scalarLength(curve);
  const factors = bytes.length / length;
  if (!Number.isInteger(factors) || factors < 1 || factors > maxMasks + 1) {
    throw invalidKey(`its secret number has ${bytes.length} bytes, which is not a multiple of ${length}`);
  }
  if (factors === 1) return createPrivateKey(curve, bytesToNumberLE(bytes));
  let d = 1n;
  for (let index = 0; index < factors; index++) {
    d = (d * bytesToNumberLE(bytes.subarray(index * length, (index + 1) * length))) % curve.n;
  }
  return createPrivateKey(curve, d);
}

function invalidKey(problem: string): GostError {
  return new GostError("GOST_KEY_INVALID", `The private key cannot be used: ${problem}.`);
}
