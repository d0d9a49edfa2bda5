import {
  type AlgorithmIdentifier,
  contextConstructed,
  contextPrimitive,
  type DerElement,
  type DerFields,
  type DistinguishedName,
  derTag,
  readDistinguishedName,
  readFields,
  readInteger,
  readOctetString,
  readSmallNumber,
  takeAlgorithm,
} from "@opora/gost";
import { type CmsAttribute, readAttributes } from "./attribute.js";

/** Whose signature it claims to be (RFC 5652 §5.3): by the certificate's issuer and number, or by its key identifier. */
export type SignerIdentifier =
  | { readonly kind: "issuer-and-serial-number"; readonly issuer: DistinguishedName; readonly serialNumber: bigint }
  | { readonly kind: "subject-key-identifier"; readonly keyId: Uint8Array };

/** One signature of a CMS message. */
export interface SignerInfo {
  readonly identifier: SignerIdentifier;
  readonly digestAlgorithm: AlgorithmIdentifier;
  readonly signatureAlgorithm: AlgorithmIdentifier;
  /** What is signed in place of the content; `undefined`: the content itself is. */
  readonly signedAttributes: SignedAttributes | undefined;
  readonly signature: Uint8Array;
  readonly unsignedAttributes: readonly CmsAttribute[];
}

/** The signed attributes, read and as the bytes that the signature is made over. */
export interface SignedAttributes {
  readonly list: readonly CmsAttribute[];
  /** Their encoding as a SET OF; they travel under the tag [0] (RFC 5652 §5.4). */
  readonly encodedSet: Uint8Array;
}

/** Reads a SignerInfo. */
export function readSignerInfo(element: DerElement): SignerInfo {
  const fields = readFields(element);
  readSmallNumber(fields.take(derTag.integer, "version"));
  const identifier = takeIdentifier(fields);
  const digestAlgorithm = takeAlgorithm(fields, "digestAlgorithm");
  const signed = fields.optional(contextConstructed(0), "signedAttrs");
  const signatureAlgorithm = takeAlgorithm(fields, "signatureAlgorithm");
  const signature = readOctetString(fields.take(derTag.octetString, "signature"));
  const unsigned = fields.optional(contextConstructed(1), "unsignedAttrs");
  fields.end();
  return {
    identifier,
    digestAlgorithm,
    signatureAlgorithm,
    signedAttributes: signed === undefined ? undefined : readSignedAttributes(signed),
    signature,
    unsignedAttributes: unsigned === undefined ? [] : readAttributes(unsigned),
  };
}

function takeIdentifier(fields: DerFields): SignerIdentifier {
  const keyId = fields.optional(contextPrimitive(0), "sid");
  if (keyId !== undefined) return { kind: "subject-key-identifier", keyId: keyId.content };
  const inner = fields.sequence("sid");
  const issuer = readDistinguishedName(inner.take(derTag.sequence, "issuer"));
  const serialNumber = readInteger(inner.take(derTag.integer, "serialNumber"));
  inner.end();
  return { kind: "issuer-and-serial-number", issuer, serialNumber };
}

function readSignedAttributes(element: DerElement): SignedAttributes {
  const encodedSet = Uint8Array.from(element.encoded);
  encodedSet[0] = derTag.set;
  return { list: readAttributes(element), encodedSet };
}
