import type { DerElement } from "../der/element.js";
import { readOid } from "../der/oid.js";
import { readElements, readFields, retagged } from "../der/reader.js";
import { contextPrimitive, derTag } from "../der/tag.js";
import { readBoolean, readInteger, readOctetString, readSmallNumber } from "../der/values.js";

/** Whether the subject is an authority, and how many more may follow it (RFC 5280 §4.2.1.9). */
export interface BasicConstraints {
  readonly authority: boolean;
  /** How many intermediate authorities may stand below this one; `undefined`: any number. */
  readonly pathLength: number | undefined;
}

const maxPurposes = 64;

/** Reads the value of the basic constraints extension. */
export function readBasicConstraints(element: DerElement): BasicConstraints {
  const fields = readFields(element);
  const authority = fields.optional(derTag.boolean, "cA");
  const pathLength = fields.optional(derTag.integer, "pathLenConstraint");
  fields.end();
  return {
    authority: authority !== undefined && readBoolean(authority),
    pathLength: pathLength === undefined ? undefined : readSmallNumber(pathLength),
  };
}

/** Reads the value of the extended key usage extension: object identifiers of purposes (RFC 5280 §4.2.1.12). */
export function readExtendedKeyUsage(element: DerElement): readonly string[] {
  return readElements(element, derTag.sequence, maxPurposes).map(readOid);
}

/** Reads the value of the subject key identifier extension (RFC 5280 §4.2.1.2). */
export function readSubjectKeyId(element: DerElement): Uint8Array {
  return readOctetString(element);
}

/** Which key signed, as far as the extension says (RFC 5280 §4.2.1.1); the issuer's name in it is not read. */
export interface AuthorityKeyId {
  readonly keyId: Uint8Array | undefined;
  readonly serialNumber: bigint | undefined;
}

/** Reads the value of the authority key identifier extension. */
export function readAuthorityKeyId(element: DerElement): AuthorityKeyId {
  const fields = readFields(element);
  const keyId = fields.optional(contextPrimitive(0), "keyIdentifier");
  fields.optional(0xa1, "authorityCertIssuer");
  const serial = fields.optional(contextPrimitive(2), "authorityCertSerialNumber");
  fields.end();
  return {
    keyId: keyId?.content,
    serialNumber: serial === undefined ? undefined : readInteger(retagged(serial, derTag.integer)),
  };
}
