import type { Random } from "@opora/core";
import {
  algorithmSuites,
  concatBytes,
  type Extension,
  extensionOid,
  type GostCertificate,
  type GostPrivateKey,
  type GostPublicKey,
  type KeyUsage,
  parseCertificate,
  signDigest,
  streebog,
  writeBitString,
  writeBoolean,
  writeDer,
  writeExplicit,
  writeInteger,
  writeKeyUsage,
  writeOctetString,
  writeOid,
  writePublicKeyInfo,
  writeSequence,
  writeTime,
} from "@opora/gost";

/** Who signs: the key, and what goes into the issuer's fields. */
export interface IssuingKey {
  readonly privateKey: GostPrivateKey;
  /** The issuer's name as it is encoded. */
  readonly name: Uint8Array;
  readonly keyId: Uint8Array;
}

/** Everything that a certificate says. */
export interface CertificateContent {
  readonly serialNumber: bigint;
  /** The subject's name as it is encoded. */
  readonly subject: Uint8Array;
  readonly publicKey: GostPublicKey;
  readonly parameterSet: string;
  readonly notBefore: Date;
  readonly notAfter: Date;
  readonly authority: boolean;
  readonly pathLength: number | undefined;
  readonly keyUsage: readonly KeyUsage[];
  readonly extendedKeyUsage: readonly string[];
  /** Beside those that follow from the fields above. */
  readonly extensions: readonly Extension[];
}

/** Issues a version 3 certificate (RFC 5280 §4.1); the algorithm follows the issuer's key. */
export function issueCertificate(issuer: IssuingKey, content: CertificateContent, random: Random): GostCertificate {
  const publicKeyInfo = writePublicKeyInfo(content);
  const tbs = writeSequence(
    writeExplicit(0, writeInteger(2)),
    writeInteger(content.serialNumber),
    signatureAlgorithm(issuer.privateKey),
    issuer.name,
    writeSequence(writeTime(content.notBefore), writeTime(content.notAfter)),
    content.subject,
    publicKeyInfo,
    writeExplicit(3, writeSequence(...certificateExtensions(issuer, content))),
  );
  return parseCertificate(signTbs(issuer.privateKey, tbs, random));
}

/** Wraps what is to be signed into the signed structure that certificates and lists share. */
export function signTbs(key: GostPrivateKey, tbs: Uint8Array, random: Random): Uint8Array {
  const signature = signDigest({ key, digest: streebog(key.curve.bits, tbs), random });
  return writeSequence(tbs, signatureAlgorithm(key), writeBitString(signature));
}

/** The AlgorithmIdentifier of signatures under `key`. */
export function signatureAlgorithm(key: GostPrivateKey): Uint8Array {
  return writeSequence(writeOid(algorithmSuites[key.curve.bits].signature));
}

/** Encodes an extension. */
export function writeExtension({ oid, critical, value }: Extension): Uint8Array {
  return writeSequence(writeOid(oid), ...(critical ? [writeBoolean(true)] : []), writeOctetString(value));
}

/** Identifier of a key: 160 bits of its digest (RFC 5280 §4.2.1.2 leaves the method open). */
export function keyIdOf(publicKey: GostPublicKey, parameterSet: string): Uint8Array {
  return streebog(256, writePublicKeyInfo({ publicKey, parameterSet })).subarray(0, 20);
}

/** Value of the authority key identifier extension. */
export function writeAuthorityKeyId(keyId: Uint8Array): Uint8Array {
  return writeSequence(writeDer(0x80, keyId));
}

function certificateExtensions(issuer: IssuingKey, content: CertificateContent): readonly Uint8Array[] {
  const { authority, pathLength, keyUsage, extendedKeyUsage, publicKey, parameterSet, extensions } = content;
  const constraints = authority
    ? concatBytes(writeBoolean(true), ...(pathLength === undefined ? [] : [writeInteger(pathLength)]))
    : new Uint8Array();
  const all: readonly Extension[] = [
    { oid: extensionOid.basicConstraints, critical: authority, value: writeSequence(constraints) },
    ...(keyUsage.length === 0 ? [] : [{ oid: extensionOid.keyUsage, critical: true, value: writeKeyUsage(keyUsage) }]),
    ...(extendedKeyUsage.length === 0
      ? []
      : [
          {
            oid: extensionOid.extendedKeyUsage,
            critical: false,
            value: writeSequence(...extendedKeyUsage.map(writeOid)),
          },
        ]),
    {
      oid: extensionOid.subjectKeyId,
      critical: false,
      value: writeOctetString(keyIdOf(publicKey, parameterSet)),
    },
    { oid: extensionOid.authorityKeyId, critical: false, value: writeAuthorityKeyId(issuer.keyId) },
    ...extensions,
  ];
  return all.map(writeExtension);
}
