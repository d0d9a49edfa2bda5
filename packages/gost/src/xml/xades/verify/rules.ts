import { equalBytes, type GostBits, type GostCertificate, parseCertificate, streebog, verifyDigest } from "@opora/gost";
import { canonicalize } from "../../canonical/canonicalize.js";
import type { XmlElement } from "../../tree/node.js";
import { bitsOfDigest, bitsOfSignature } from "../algorithms.js";
import { contentTransforms, profileRules, type XadesProfile } from "../profile.js";
import { CheckFailure } from "./check-list.js";
import { namesIssuer } from "./issuer-name.js";
import { countIdentifiers } from "./locate.js";
import { attributeOf } from "./read-element.js";
import type { ReadDigest, ReadSignature } from "./read-signature.js";

/** Identifiers lead from the references to the element and to the properties of this very signature, and nowhere else. */
export function checkIdentifiers(root: XmlElement, element: XmlElement, signature: ReadSignature): void {
  const { id, properties, contentReference, propertiesReference } = signature;
  const elementId = attributeOf(element, "Id");
  if (elementId === undefined) throw new CheckFailure("identifier-wrong", "The element has no Id.");
  const links: readonly [string, string, string][] = [
    ["The first reference", contentReference.uri, elementId],
    ["The reference to the signed properties", propertiesReference.uri, properties.id],
    ["The target of the qualifying properties", properties.target, id],
  ];
  for (const [link, uri, identifier] of links) {
    if (uri !== `#${identifier}`) throw new CheckFailure("identifier-wrong", `${link} does not lead where it should.`);
  }
  for (const [identifier, count] of countIdentifiers(root, [elementId, id, properties.id])) {
    if (count === 1) continue;
    throw new CheckFailure("identifier-repeated", `The identifier ${identifier} occurs ${count} times.`);
  }
}

/** The profile to which the canonicalization and the transforms belong exactly. */
export function profileOf(signature: ReadSignature, allowed: readonly XadesProfile[]): XadesProfile {
  if (!sameList(signature.contentReference.transforms, contentTransforms)) {
    throw new CheckFailure("reference-wrong", "The reference to the element has other transforms than it should.");
  }
  const profile = (["inclusive", "exclusive"] as const).find((candidate) => {
    const { canonicalization, propertiesTransforms } = profileRules[candidate];
    return (
      signature.canonicalization === canonicalization &&
      sameList(signature.propertiesReference.transforms, propertiesTransforms)
    );
  });
  if (profile === undefined) {
    throw new CheckFailure("reference-wrong", "Canonicalization and transforms are those of no profile.");
  }
  if (!allowed.includes(profile)) {
    throw new CheckFailure(
      "profile-not-allowed",
      `The signature is of the ${profile} profile, which is not allowed here.`,
    );
  }
  return profile;
}

function sameList(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((item, index) => item === right[index]);
}

/** The signer's certificate, and what else `KeyInfo` holds. */
export interface KeyInfoCertificates {
  readonly certificate: GostCertificate;
  /** DER of the others: whoever needs issuers reads them. */
  readonly others: readonly Uint8Array[];
}

/** The signer's certificate is the one whose digest is signed; if there is none, the first is reported. */
export function readCertificates({ certificates, properties }: ReadSignature): KeyInfoCertificates {
  const signers = certificates.find((der) => isDigestOf(properties.certificateDigest, der)) ?? certificates[0];
  if (signers === undefined) throw new CheckFailure("certificate-unreadable", "There is no certificate.");
  return { certificate: parseCertificate(signers), others: certificates.filter((der) => der !== signers) };
}

export function checkKeyUsage({ keyUsage }: GostCertificate): void {
  if (keyUsage === undefined || keyUsage.has("digitalSignature") || keyUsage.has("nonRepudiation")) return;
  throw new CheckFailure("usage-not-allowed", "The certificate does not allow its key to sign.");
}

/** Every algorithm of the signature must be as long as the key. */
export function checkAlgorithms(signature: ReadSignature, { bits }: GostCertificate): void {
  const { signatureAlgorithm, contentReference, propertiesReference, properties } = signature;
  const named: readonly [string, GostBits | undefined][] = [
    [signatureAlgorithm, bitsOfSignature(signatureAlgorithm)],
    ...[contentReference.digest, propertiesReference.digest, properties.certificateDigest].map(
      ({ algorithm }): [string, GostBits | undefined] => [algorithm, bitsOfDigest(algorithm)],
    ),
  ];
  for (const [uri, length] of named) {
    if (length === undefined) {
      throw new CheckFailure(
        "algorithm-unsupported",
        `The algorithm ${uri} is not of GOST R 34.10-2012 and 34.11-2012.`,
      );
    }
    if (length !== bits) {
      throw new CheckFailure("algorithm-mismatch", `The algorithm ${uri} does not go with a key of ${bits} bits.`);
    }
  }
}

/** The canonical bytes of the signed element, when their digest is the signed one. */
export function checkContentDigest(element: XmlElement, signature: ReadSignature): Uint8Array {
  const content = canonicalize(element, { method: "exclusive", without: signature.element });
  if (isDigestOf(signature.contentReference.digest, content)) return content;
  throw new CheckFailure("digest-differs", "The element is not the one that was signed.");
}

export function checkPropertiesDigest({ properties, propertiesReference }: ReadSignature, profile: XadesProfile): void {
  if (isDigestOf(propertiesReference.digest, canonicalize(properties.element, { method: profile }))) return;
  throw new CheckFailure("digest-differs", "The signed properties are not those that were signed.");
}

export function checkSignatureValue(
  { signedInfo, value }: ReadSignature,
  profile: XadesProfile,
  { bits, publicKey: key }: GostCertificate,
): void {
  const digest = streebog(bits, canonicalize(signedInfo, { method: profile }));
  if (verifyDigest({ key, digest, signature: value })) return;
  throw new CheckFailure("signature-wrong", "The signature was not made with the key of the certificate.");
}

/** ETSI TS 101 903 §7.2.2: the signed reference protects from an exchange of the certificate. */
export function checkSigningCertificate(
  { properties }: ReadSignature,
  { der, serialNumber, issuer }: GostCertificate,
): void {
  const differs = (what: string) =>
    new CheckFailure("certificate-differs", `The signed reference does not mean the signer's certificate: ${what}.`);
  if (!isDigestOf(properties.certificateDigest, der)) throw differs("the digest is that of another one");
  if (!sameNumber(properties.serialNumber, serialNumber)) throw differs("the serial number is that of another one");
  if (!namesIssuer(properties.issuerName, issuer)) throw differs("the issuer is that of another one");
}

/** A decimal `xs:integer`; numbers of 20 octets are beyond what a JavaScript number holds. */
function sameNumber(text: string, serialNumber: bigint): boolean {
  return /^[+-]?[0-9]{1,60}$/.test(text) && BigInt(text.replace("+", "")) === serialNumber;
}

function isDigestOf({ algorithm, value }: ReadDigest, bytes: Uint8Array): boolean {
  const bits = bitsOfDigest(algorithm);
  return bits !== undefined && equalBytes(streebog(bits, bytes), value);
}
