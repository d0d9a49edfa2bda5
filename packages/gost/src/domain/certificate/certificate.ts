import { GostError } from "../../errors.js";
import { type AlgorithmIdentifier, takeAlgorithm } from "../algorithm/algorithm-identifier.js";
import type { GostBits } from "../bits.js";
import { equalBytes } from "../bytes.js";
import { type DerFields, readDer, readFields } from "../der/reader.js";
import { contextConstructed, contextPrimitive, derTag } from "../der/tag.js";
import { readTime } from "../der/time.js";
import { readBitStringOctets, readInteger, readSmallNumber } from "../der/values.js";
import { readPublicKeyInfo } from "../key/public-key-info.js";
import { type DistinguishedName, readDistinguishedName } from "../name/distinguished-name.js";
import { bytesOfDerOrPem, decodePem, pemTextOf } from "../pem/pem.js";
import type { GostPublicKey } from "../signature/keys.js";
import {
  type AuthorityKeyId,
  type BasicConstraints,
  readAuthorityKeyId,
  readBasicConstraints,
  readExtendedKeyUsage,
  readSubjectKeyId,
} from "./certificate-extensions.js";
import { type Extension, extensionOid, extensionValue, readExtensions } from "./extensions.js";
import { type KeyUsage, readKeyUsage } from "./key-usage.js";

/** An X.509 certificate with a key of GOST R 34.10-2012 (RFC 5280, RFC 9215). */
export interface GostCertificate {
  /** The certificate as it is encoded. */
  readonly der: Uint8Array;
  /** The part that is signed. */
  readonly tbs: Uint8Array;
  readonly version: 1 | 2 | 3;
  readonly serialNumber: bigint;
  readonly issuer: DistinguishedName;
  readonly subject: DistinguishedName;
  /** First second of validity. */
  readonly notBefore: Date;
  /** Last second of validity. */
  readonly notAfter: Date;
  readonly publicKey: GostPublicKey;
  /** Length of the key, and so of the digests that it signs. */
  readonly bits: GostBits;
  /** Identifier of the curve as the certificate names it. */
  readonly parameterSet: string;
  /** The SubjectPublicKeyInfo as it is encoded. */
  readonly publicKeyInfo: Uint8Array;
  /** With which algorithm the issuer signed; it follows the issuer's key, not this one. */
  readonly signatureAlgorithm: string;
  /** The issuer's signature, `s || r`. */
  readonly signature: Uint8Array;
  readonly extensions: readonly Extension[];
  readonly basicConstraints: BasicConstraints | undefined;
  /** `undefined`: the certificate does not say, the key may be used for anything. */
  readonly keyUsage: ReadonlySet<KeyUsage> | undefined;
  /** Object identifiers of purposes; `undefined`: any. */
  readonly extendedKeyUsage: readonly string[] | undefined;
  readonly subjectKeyId: Uint8Array | undefined;
  readonly authorityKeyId: AuthorityKeyId | undefined;
}

const maxCertificateLength = 256 * 1024;
const maxCertificates = 1000;

/**
 * Reads a certificate from DER, or the first one of a PEM text.
 *
 * Nothing is trusted by reading it: that is what {@link verifyChain} says. The public key is checked to be a point of its
 * curve's subgroup.
 *
 * @throws {@link GostError} `GOST_PEM_INVALID`, `GOST_ASN1_INVALID`, `GOST_CERTIFICATE_INVALID`, `GOST_KEY_INVALID`;
 * `GOST_ALGORITHM_UNSUPPORTED` for a key outside GOST R 34.10-2012.
 *
 * @example
 * ```ts
 * const certificate = parseCertificate(await readFile("signer.crt"));
 * console.log(formatDistinguishedName(certificate.subject), certificate.notAfter);
 * ```
 */
export function parseCertificate(derOrPem: Uint8Array | string): GostCertificate {
  return certificateOf(bytesOfDerOrPem(derOrPem, ["CERTIFICATE"]).bytes);
}

/**
 * Reads every certificate of a PEM text, in its order; at most 1000.
 *
 * @throws {@link GostError} as {@link parseCertificate}; `GOST_PEM_INVALID` when there is none.
 */
export function parseCertificates(pem: Uint8Array | string): readonly GostCertificate[] {
  const text = pemTextOf(pem);
  if (text === undefined) return [parseCertificate(pem)];
  const blocks = decodePem(text).filter(({ label }) => label === "CERTIFICATE");
  if (blocks.length === 0) {
    throw new GostError("GOST_PEM_INVALID", 'Expected PEM with at least one block "CERTIFICATE".');
  }
  if (blocks.length > maxCertificates) {
    throw new GostError("GOST_LIMIT_EXCEEDED", `More than ${maxCertificates} certificates in one file.`);
  }
  return blocks.map(({ bytes }) => certificateOf(bytes));
}

function certificateOf(der: Uint8Array): GostCertificate {
  if (der.length > maxCertificateLength) {
    throw new GostError("GOST_LIMIT_EXCEEDED", `A certificate of more than ${maxCertificateLength} bytes.`);
  }
  // A copy: what was checked must not change under the caller's later writes.
  const certificate = readDer(Uint8Array.from(der), "certificate");
  const fields = readFields(certificate);
  const tbs = fields.take(derTag.sequence, "tbsCertificate");
  const signatureAlgorithm = takeAlgorithm(fields, "signatureAlgorithm");
  const signature = readBitStringOctets(fields.take(derTag.bitString, "signatureValue"));
  fields.end();
  return {
    der: certificate.encoded,
    tbs: tbs.encoded,
    signatureAlgorithm: signatureAlgorithm.oid,
    signature,
    ...readTbs(readFields(tbs), signatureAlgorithm),
  };
}

function readTbs(
  fields: DerFields,
  outerAlgorithm: AlgorithmIdentifier,
): Omit<GostCertificate, "der" | "tbs" | "signatureAlgorithm" | "signature"> {
  const version = readVersion(fields);
  const serialNumber = readSerialNumber(fields);
  const innerAlgorithm = takeAlgorithm(fields, "signature");
  if (!sameAlgorithm(innerAlgorithm, outerAlgorithm)) {
    throw invalidCertificate(
      "its signed part names another signature algorithm than the signature (RFC 5280 §4.1.2.3)",
    );
  }
  const issuer = readDistinguishedName(fields.take(derTag.sequence, "issuer"));
  const validity = fields.sequence("validity");
  const notBefore = readTime(validity.any("notBefore"));
  const notAfter = readTime(validity.any("notAfter"));
  validity.end();
  const subject = readDistinguishedName(fields.take(derTag.sequence, "subject"));
  const keyElement = fields.take(derTag.sequence, "subjectPublicKeyInfo");
  const { publicKey, parameterSet } = readPublicKeyInfo(keyElement);
  fields.optional(contextPrimitive(1), "issuerUniqueID");
  fields.optional(contextPrimitive(2), "subjectUniqueID");
  const explicit = fields.optional(contextConstructed(3), "extensions");
  fields.end();
  if (explicit !== undefined && version !== 3) {
    throw invalidCertificate("it has extensions, which belong to version 3 (RFC 5280 §4.1.2.9)");
  }
  const extensions = explicit === undefined ? [] : readExtensions(readDer(explicit.content, explicit.path));
  return {
    version,
    serialNumber,
    issuer,
    subject,
    notBefore,
    notAfter,
    publicKey,
    bits: publicKey.curve.bits,
    parameterSet,
    publicKeyInfo: keyElement.encoded,
    ...readKnownExtensions(extensions),
  };
}

function readKnownExtensions(extensions: readonly Extension[]) {
  const read = <T>(oid: string, reader: (element: Parameters<typeof readKeyUsage>[0]) => T): T | undefined => {
    const value = extensionValue(extensions, oid);
    return value === undefined ? undefined : reader(value);
  };
  return {
    extensions,
    basicConstraints: read(extensionOid.basicConstraints, readBasicConstraints),
    keyUsage: read(extensionOid.keyUsage, readKeyUsage),
    extendedKeyUsage: read(extensionOid.extendedKeyUsage, readExtendedKeyUsage),
    subjectKeyId: read(extensionOid.subjectKeyId, readSubjectKeyId),
    authorityKeyId: read(extensionOid.authorityKeyId, readAuthorityKeyId),
  };
}

function readVersion(fields: DerFields): 1 | 2 | 3 {
  const explicit = fields.optional(contextConstructed(0), "version");
  if (explicit === undefined) return 1;
  const version = readSmallNumber(readDer(explicit.content, explicit.path)) + 1;
  if (version !== 1 && version !== 2 && version !== 3) throw invalidCertificate("its version is not 1, 2 or 3");
  return version;
}

function readSerialNumber(fields: DerFields): bigint {
  const element = fields.take(derTag.integer, "serialNumber");
  // RFC 5280 §4.1.2.2: at most 20 octets; one more for authorities that forget the sign bit.
  if (element.content.length > 21) throw invalidCertificate("its serial number has more than 20 octets");
  return readInteger(element);
}

function sameAlgorithm(left: AlgorithmIdentifier, right: AlgorithmIdentifier): boolean {
  const empty = new Uint8Array();
  return left.oid === right.oid && equalBytes(left.parameters?.encoded ?? empty, right.parameters?.encoded ?? empty);
}

function invalidCertificate(problem: string): GostError {
  return new GostError("GOST_CERTIFICATE_INVALID", `The certificate is not valid X.509: ${problem}.`);
}
