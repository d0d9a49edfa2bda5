import type { XmlElement } from "../../tree/node.js";
import { signatureNamespace, signedPropertiesType, xadesNamespace } from "../algorithms.js";
import {
  algorithmOf,
  attributeOf,
  bytesOf,
  childElements,
  hasName,
  nameOf,
  requiredAttribute,
  sequenceOf,
  textOf,
  wrong,
} from "./read-element.js";

/** A `ds:Signature` whose structure is that of XAdES-BES; nothing in it is verified yet. */
export interface ReadSignature {
  readonly element: XmlElement;
  readonly id: string;
  readonly signedInfo: XmlElement;
  readonly canonicalization: string;
  readonly signatureAlgorithm: string;
  readonly contentReference: ReadReference;
  readonly propertiesReference: ReadReference;
  readonly value: Uint8Array;
  /** DER of the certificates in `KeyInfo`: a hint, nothing is trusted about them. */
  readonly certificates: readonly Uint8Array[];
  readonly properties: ReadProperties;
}

/** A `ds:Reference`. */
export interface ReadReference {
  readonly uri: string;
  readonly transforms: readonly string[];
  readonly digest: ReadDigest;
}

/** A digest with its algorithm. */
export interface ReadDigest {
  readonly algorithm: string;
  readonly value: Uint8Array;
}

/** The `SignedProperties`. */
export interface ReadProperties {
  readonly element: XmlElement;
  readonly id: string;
  /** `Target` of the `QualifyingProperties` around them. */
  readonly target: string;
  readonly signingTime: string;
  readonly certificateDigest: ReadDigest;
  readonly issuerName: string;
  readonly serialNumber: string;
}

const maxCertificates = 10;

export const ds = (localName: string) => ({ namespace: signatureNamespace, localName });
const xades = (localName: string) => ({ namespace: xadesNamespace, localName });

/** Reads a signature whose every element stands where the profiles put it. */
export function readSignature(element: XmlElement): ReadSignature {
  refuseHiddenNodes(element);
  const parts = sequenceOf(element);
  const signedInfo = parts.take(ds("SignedInfo"));
  const value = bytesOf(parts.take(ds("SignatureValue")));
  const certificates = readKeyInfo(parts.take(ds("KeyInfo")));
  const properties = readObject(parts.take(ds("Object")));
  parts.end();
  return {
    element,
    id: requiredAttribute(element, "Id"),
    signedInfo,
    ...readSignedInfo(signedInfo),
    value,
    certificates,
    properties,
  };
}

/** Comments and instructions are read differently by different readers; a signature needs neither. */
function refuseHiddenNodes(element: XmlElement): void {
  for (const child of element.children) {
    if (child.kind === "element") refuseHiddenNodes(child);
    else if (child.kind !== "text") throw wrong(`${nameOf(element)} has a ${child.kind} in it.`);
  }
}

function readSignedInfo(signedInfo: XmlElement) {
  const parts = sequenceOf(signedInfo);
  const canonicalization = algorithmOf(parts.take(ds("CanonicalizationMethod")));
  const signatureAlgorithm = algorithmOf(parts.take(ds("SignatureMethod")));
  const references = [parts.take(ds("Reference")), parts.take(ds("Reference"))];
  parts.end();
  const [properties, ...others] = references.filter((item) => attributeOf(item, "Type") === signedPropertiesType);
  const content = references.find((reference) => reference !== properties);
  if (properties === undefined || content === undefined || others.length > 0) {
    throw wrong(`Not exactly one ds:Reference has the type ${signedPropertiesType}.`);
  }
  return {
    canonicalization,
    signatureAlgorithm,
    contentReference: readReference(content),
    propertiesReference: readReference(properties),
  };
}

function readReference(reference: XmlElement): ReadReference {
  const parts = sequenceOf(reference);
  const list = parts.optional(ds("Transforms"));
  const transforms = list === undefined ? [] : childElements(list).map(readTransform);
  if (list !== undefined && transforms.length === 0) throw wrong("ds:Transforms is empty.");
  const algorithm = algorithmOf(parts.take(ds("DigestMethod")));
  const value = bytesOf(parts.take(ds("DigestValue")));
  parts.end();
  return { uri: requiredAttribute(reference, "URI"), transforms, digest: { algorithm, value } };
}

function readTransform(transform: XmlElement): string {
  if (!hasName(transform, ds("Transform"))) throw wrong(`ds:Transforms has ${nameOf(transform)} in it.`);
  return algorithmOf(transform);
}

function readKeyInfo(keyInfo: XmlElement): readonly Uint8Array[] {
  const certificates = childElements(keyInfo)
    .filter((child) => hasName(child, ds("X509Data")))
    .flatMap(childElements)
    .filter((child) => hasName(child, ds("X509Certificate")));
  if (certificates.length === 0) throw wrong("ds:KeyInfo has no ds:X509Certificate.");
  if (certificates.length > maxCertificates) {
    throw wrong(`ds:KeyInfo has more than ${maxCertificates} certificates.`);
  }
  return certificates.map(bytesOf);
}

function readObject(object: XmlElement): ReadProperties {
  const objectParts = sequenceOf(object);
  const qualifying = objectParts.take(xades("QualifyingProperties"));
  objectParts.end();
  const parts = sequenceOf(qualifying);
  const element = parts.take(xades("SignedProperties"));
  // Time stamps and other additions that the signature does not cover; they are not read.
  parts.optional(xades("UnsignedProperties"));
  parts.end();
  const groups = sequenceOf(element);
  const signature = sequenceOf(groups.take(xades("SignedSignatureProperties")));
  groups.optional(xades("SignedDataObjectProperties"));
  groups.end();
  const signingTime = textOf(signature.take(xades("SigningTime"))).trim();
  const [first] = childElements(signature.take(xades("SigningCertificate")));
  if (first === undefined || !hasName(first, xades("Cert"))) throw wrong("SigningCertificate has no Cert.");
  return {
    element,
    id: requiredAttribute(element, "Id"),
    target: requiredAttribute(qualifying, "Target"),
    signingTime,
    ...readCert(first),
  };
}

function readCert(cert: XmlElement) {
  const parts = sequenceOf(cert);
  const digest = sequenceOf(parts.take(xades("CertDigest")));
  const algorithm = algorithmOf(digest.take(ds("DigestMethod")));
  const value = bytesOf(digest.take(ds("DigestValue")));
  digest.end();
  const issuer = sequenceOf(parts.take(xades("IssuerSerial")));
  const issuerName = textOf(issuer.take(ds("X509IssuerName")));
  const serialNumber = textOf(issuer.take(ds("X509SerialNumber"))).trim();
  issuer.end();
  parts.end();
  return { certificateDigest: { algorithm, value }, issuerName, serialNumber };
}
