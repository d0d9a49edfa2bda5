import { formatDistinguishedName, type GostCertificate, streebog } from "@opora/gost";
import { escapeText } from "../canonical/escape.js";
import { signatureNamespace, signedPropertiesType, xadesNamespace, xmlAlgorithms } from "./algorithms.js";
import { encodeBase64 } from "./base64.js";
import { contentTransforms, profileRules, type XadesProfile } from "./profile.js";

/** Names that tie the parts of one signature together. */
export interface SignatureIdentifiers {
  /** `Id` of the signed element. */
  readonly signedElementId: string;
  /** `Id` of `ds:Signature`. */
  readonly signatureId: string;
}

/** The signed properties of XAdES-BES: when, and with which certificate (ETSI TS 101 903 §7.2.1, §7.2.2). */
export function qualifyingProperties(
  certificate: GostCertificate,
  signingTime: Date,
  { signatureId }: SignatureIdentifiers,
): string {
  const { digest } = xmlAlgorithms[certificate.bits];
  return (
    `<xades:QualifyingProperties xmlns:xades="${xadesNamespace}" Target="#${signatureId}">` +
    `<xades:SignedProperties Id="${propertiesId(signatureId)}"><xades:SignedSignatureProperties>` +
    `<xades:SigningTime>${signingTime.toISOString().replace(/\.\d{3}Z$/, "Z")}</xades:SigningTime>` +
    "<xades:SigningCertificate><xades:Cert><xades:CertDigest>" +
    digestOf(digest, streebog(certificate.bits, certificate.der)) +
    "</xades:CertDigest><xades:IssuerSerial>" +
    `<ds:X509IssuerName>${escapeText(formatDistinguishedName(certificate.issuer))}</ds:X509IssuerName>` +
    `<ds:X509SerialNumber>${certificate.serialNumber}</ds:X509SerialNumber>` +
    "</xades:IssuerSerial></xades:Cert></xades:SigningCertificate>" +
    "</xades:SignedSignatureProperties></xades:SignedProperties></xades:QualifyingProperties>"
  );
}

/** What {@link signedInfo} states. */
export interface SignedInfoContent {
  readonly certificate: GostCertificate;
  readonly profile: XadesProfile;
  readonly identifiers: SignatureIdentifiers;
  /** Digest of the signed element. */
  readonly contentDigest: Uint8Array;
  /** Digest of the signed properties. */
  readonly propertiesDigest: Uint8Array;
}

/** The element that the signature value covers. */
export function signedInfo(content: SignedInfoContent): string {
  const { certificate, profile, identifiers, contentDigest, propertiesDigest } = content;
  const { digest, signature } = xmlAlgorithms[certificate.bits];
  const { canonicalization, propertiesTransforms } = profileRules[profile];
  return (
    `<ds:SignedInfo><ds:CanonicalizationMethod Algorithm="${canonicalization}"/>` +
    `<ds:SignatureMethod Algorithm="${signature}"/>` +
    `<ds:Reference URI="#${identifiers.signedElementId}">${transforms(contentTransforms)}` +
    `${digestOf(digest, contentDigest)}</ds:Reference>` +
    `<ds:Reference URI="#${propertiesId(identifiers.signatureId)}" Type="${signedPropertiesType}">` +
    `${transforms(propertiesTransforms)}${digestOf(digest, propertiesDigest)}</ds:Reference></ds:SignedInfo>`
  );
}

/** The parts of a `ds:Signature`, as far as they are known. */
export interface SignatureParts {
  readonly signatureId: string;
  readonly signedInfo: string;
  readonly signatureValue: Uint8Array;
  readonly certificate: GostCertificate;
  readonly qualifyingProperties: string;
}

/** The whole `ds:Signature`, without any white space between its elements. */
export function signatureElement(parts: SignatureParts): string {
  return openSignature(
    parts.signatureId,
    parts.signedInfo +
      `<ds:SignatureValue>${encodeBase64(parts.signatureValue)}</ds:SignatureValue>` +
      `<ds:KeyInfo><ds:X509Data><ds:X509Certificate>${encodeBase64(parts.certificate.der)}</ds:X509Certificate>` +
      `</ds:X509Data></ds:KeyInfo><ds:Object>${parts.qualifyingProperties}</ds:Object>`,
  );
}

/** `ds:Signature` around its parts: what declares the prefix that they use. */
export function openSignature(signatureId: string, content: string): string {
  return `<ds:Signature xmlns:ds="${signatureNamespace}" Id="${signatureId}">${content}</ds:Signature>`;
}

function propertiesId(signatureId: string): string {
  return `${signatureId}-signedprops`;
}

function digestOf(algorithm: string, digest: Uint8Array): string {
  return `<ds:DigestMethod Algorithm="${algorithm}"/><ds:DigestValue>${encodeBase64(digest)}</ds:DigestValue>`;
}

function transforms(uris: readonly string[]): string {
  if (uris.length === 0) return "";
  return `<ds:Transforms>${uris.map((uri) => `<ds:Transform Algorithm="${uri}"/>`).join("")}</ds:Transforms>`;
}
