/**
 * GOST R 34.10-2012 signatures: Streebog, keys, certificates and chains. CMS, XML signatures, signers and test
 * certificates are in the entry points `./cms`, `./xml`, `./signers` and `./testing`.
 *
 * @packageDocumentation
 */

export type { GostBits } from "./domain/bits.js";
export { compareBytes, concatBytes, equalBytes, reverseBytes } from "./domain/bytes.js";
export { type GostCurve, scalarLength } from "./domain/curve/curve.js";
export { curveByOid, curves } from "./domain/curve/curves.js";
export { type BerLimits, berToDer } from "./domain/der/ber.js";
export type { DerElement } from "./domain/der/element.js";
export { decodeOid, encodeOid, readOid } from "./domain/der/oid.js";
export { type DerFields, expectTag, readDer, readElements, readFields } from "./domain/der/reader.js";
export { contextConstructed, contextPrimitive, derTag } from "./domain/der/tag.js";
export { readTime, writeTime } from "./domain/der/time.js";
export {
  type BitString,
  hasBit,
  readBitString,
  readBitStringOctets,
  readBoolean,
  readInteger,
  readNull,
  readOctetString,
  readSmallNumber,
} from "./domain/der/values.js";
export {
  writeBitString,
  writeBoolean,
  writeDer,
  writeExplicit,
  writeInteger,
  writeNamedBits,
  writeNull,
  writeOctetString,
  writeOid,
  writeSequence,
  writeSetOf,
  writeUtf8String,
} from "./domain/der/writer.js";
export {
  createPrivateKey,
  createPublicKey,
  derivePublicKey,
  type GostPrivateKey,
  type GostPublicKey,
  samePublicKey,
} from "./domain/signature/keys.js";
export { digestToScalar, type SignDigestOptions, signDigest } from "./domain/signature/sign-digest.js";
export { type VerifyDigestOptions, verifyDigest } from "./domain/signature/verify-digest.js";
export { createStreebog, type StreebogHasher, streebog } from "./domain/streebog/streebog.js";
export { GostError, type GostErrorCode } from "./errors.js";
export type { GostSigner, SignRequest } from "./ports/signer.js";
