/**
 * GOST R 34.10-2012 signatures: Streebog, keys, certificates and chains. CMS, XML signatures, signers and test
 * certificates are in the entry points `./cms`, `./xml`, `./signers` and `./testing`.
 *
 * @packageDocumentation
 */

// Digests.

export type { GostBits } from "./domain/bits.js";
export { createStreebog, type StreebogHasher, streebog } from "./domain/streebog/streebog.js";

// Curves, keys and signature values.

export { type GostCurve, scalarLength } from "./domain/curve/curve.js";
export { curveByOid, curves } from "./domain/curve/curves.js";
export { type ParsePrivateKeyOptions, parsePrivateKey } from "./domain/key/parse-private-key.js";
export { openPkcs12, type Pkcs12Identity } from "./domain/pkcs12/open-pkcs12.js";
export { generatePrivateKey } from "./domain/signature/generate-private-key.js";
export {
  createPrivateKey,
  createPublicKey,
  derivePublicKey,
  type GostPrivateKey,
  type GostPublicKey,
  samePublicKey,
} from "./domain/signature/keys.js";
export { type SignDigestOptions, signDigest } from "./domain/signature/sign-digest.js";
export { type VerifyDigestOptions, verifyDigest } from "./domain/signature/verify-digest.js";

// Certificates and their names, chains, revocation lists.

export { type GostCertificate, parseCertificate, parseCertificates } from "./domain/certificate/certificate.js";
export type { AuthorityKeyId, BasicConstraints } from "./domain/certificate/certificate-extensions.js";
export { describeCertificate } from "./domain/certificate/describe-certificate.js";
export { type Extension, extensionOid } from "./domain/certificate/extensions.js";
export { type KeyUsage, keyUsages } from "./domain/certificate/key-usage.js";
export {
  type ChainCheck,
  type ChainCheckName,
  type ChainFailure,
  type ChainReport,
  type RevocationPolicy,
  revocationPolicies,
} from "./domain/chain/chain-report.js";
export type { ChainQuestion, ChainVerifierOptions } from "./domain/chain/chain-verifier.js";
export { type VerifyChainOptions, verifyChain } from "./domain/chain/verify-chain.js";
export { type CrlEntry, type GostCrl, parseCrl } from "./domain/crl/crl.js";
export type { IssuingDistributionPoint } from "./domain/crl/issuing-distribution-point.js";
export { type RevocationReason, revocationReasons } from "./domain/crl/revocation-reason.js";
export { sameName } from "./domain/name/compare-names.js";
export { attributeOf, type DistinguishedName, type NameAttribute } from "./domain/name/distinguished-name.js";
export { type FormatNameOptions, formatDistinguishedName } from "./domain/name/format-name.js";
export { nameTypes } from "./domain/name/name-types.js";
export { decodePem, encodePem, type PemBlock } from "./domain/pem/pem.js";

// Signing through whoever holds the key; errors.

export { GostError, type GostErrorCode } from "./errors.js";
export type { GostSigner, SignRequest } from "./ports/signer.js";
export { signVerified } from "./sign-verified.js";

// DER and object identifiers, for formats that this package does not know.

export {
  type AlgorithmIdentifier,
  expectNoParameters,
  takeAlgorithm,
} from "./domain/algorithm/algorithm-identifier.js";
export { type AlgorithmSuite, algorithmSuites, describeAlgorithm, findSuite } from "./domain/algorithm/algorithms.js";
export { type BerLimits, berToDer } from "./domain/der/ber.js";
export type { DerElement } from "./domain/der/element.js";
export { readOid } from "./domain/der/oid.js";
export { type DerFields, expectTag, readDer, readElements, readFields, retagged } from "./domain/der/reader.js";
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
export { type PrivateKeyInfo, readPrivateKeyInfo, writePrivateKeyInfo } from "./domain/key/private-key-info.js";
export { type PublicKeyInfo, readPublicKeyInfo, writePublicKeyInfo } from "./domain/key/public-key-info.js";
export { readDistinguishedName } from "./domain/name/distinguished-name.js";

// Not for users, and no part of what versions promise: the other entry points import this package by its name, so that each
// class exists once, and need these.

export { compareBytes, concatBytes, equalBytes, joinBytes, reverseBytes } from "./domain/bytes.js";
export { writeKeyUsage } from "./domain/certificate/key-usage.js";
export { type ChainVerifier, createChainVerifier } from "./domain/chain/chain-verifier.js";
export {
  arrayOption,
  bytesOption,
  choiceOption,
  dateOption,
  integerOption,
  invalidOption,
  refuseUnknownOptions,
} from "./domain/options.js";
export { bytesOfDerOrPem } from "./domain/pem/pem.js";
export { digestToScalar } from "./domain/signature/sign-digest.js";
