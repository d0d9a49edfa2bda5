import { bytesToNumberLE, numberToBytesLE } from "@noble/curves/utils.js";
import { GostError } from "../../errors.js";
import { takeAlgorithm } from "../algorithm/algorithm-identifier.js";
import { concatBytes } from "../bytes.js";
import { type GostCurve, scalarLength } from "../curve/curve.js";
import type { DerElement } from "../der/element.js";
import { readDer, readFields } from "../der/reader.js";
import { derTag } from "../der/tag.js";
import { readBitStringOctets, readOctetString } from "../der/values.js";
import { writeBitString, writeOctetString, writeSequence } from "../der/writer.js";
import { createPublicKey, type GostPublicKey } from "../signature/keys.js";
import { readKeyAlgorithm, writeKeyAlgorithm } from "./key-algorithm.js";

/** A SubjectPublicKeyInfo. */
export interface PublicKeyInfo {
  readonly publicKey: GostPublicKey;
  /** The identifier under which the curve was named, one of {@link GostCurve.oids}. */
  readonly parameterSet: string;
}

/**
 * Reads a SubjectPublicKeyInfo (RFC 9215 §4.1): the point as an OCTET STRING of X and Y, each little-endian, within the
 * BIT STRING.
 *
 * @throws {@link GostError} `GOST_ASN1_INVALID`, `GOST_ALGORITHM_UNSUPPORTED`, `GOST_KEY_INVALID`
 */
export function readPublicKeyInfo(element: DerElement): PublicKeyInfo {
  const fields = readFields(element);
  const { curve, parameterSet } = readKeyAlgorithm(takeAlgorithm(fields, "algorithm"));
  const bits = fields.take(derTag.bitString, "subjectPublicKey");
  fields.end();
  const point = readOctetString(readDer(readBitStringOctets(bits), `${bits.path}.point`));
  return { parameterSet, publicKey: decodePoint(curve, point) };
}

/** Writes a SubjectPublicKeyInfo. */
export function writePublicKeyInfo({ publicKey, parameterSet }: PublicKeyInfo): Uint8Array {
  const algorithm = writeKeyAlgorithm({ curve: publicKey.curve, parameterSet });
  return writeSequence(algorithm, writeBitString(writeOctetString(encodePoint(publicKey))));
}

/** The key of X || Y, each little-endian. */
export function decodePoint(curve: GostCurve, bytes: Uint8Array): GostPublicKey {
  const length = scalarLength(curve);
  if (bytes.length !== 2 * length) {
    throw new GostError("GOST_KEY_INVALID", `A public key of the curve ${curve.name} has ${2 * length} bytes.`, {
      details: { curve: curve.name, length: bytes.length },
    });
  }
  return createPublicKey(curve, bytesToNumberLE(bytes.subarray(0, length)), bytesToNumberLE(bytes.subarray(length)));
}

/** X || Y, each little-endian. */
export function encodePoint({ curve, x, y }: GostPublicKey): Uint8Array {
  const length = scalarLength(curve);
  return concatBytes(numberToBytesLE(x, length), numberToBytesLE(y, length));
}
