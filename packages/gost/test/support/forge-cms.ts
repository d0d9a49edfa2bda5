import { systemRandom } from "@opora/core";
import {
  algorithmSuites,
  concatBytes,
  contextConstructed,
  type GostBits,
  signDigest,
  streebog,
  writeDer,
  writeExplicit,
  writeInteger,
  writeNull,
  writeOctetString,
  writeOid,
  writeSequence,
  writeSetOf,
  writeTime,
} from "@opora/gost";
import type { TestIdentity } from "@opora/gost/testing";
import { signingTime } from "./cms-identities.js";

/** Object identifiers that forgeries are made of. */
export const oid = {
  data: "1.2.840.113549.1.7.1",
  signedData: "1.2.840.113549.1.7.2",
  contentType: "1.2.840.113549.1.9.3",
  messageDigest: "1.2.840.113549.1.9.4",
  signingTime: "1.2.840.113549.1.9.5",
  signingCertificateV2: "1.2.840.113549.1.9.16.2.47",
  timeStampToken: "1.2.840.113549.1.9.16.2.14",
} as const;

/** One signature of a forged message; everything has an honest default. */
export interface ForgedSigner {
  readonly identity: TestIdentity;
  /** What is hashed for the message digest, or signed directly without attributes. */
  readonly content: Uint8Array;
  /** Encoded attributes; `null` signs the content itself. Default: those of CAdES-BES. */
  readonly attributes?: readonly Uint8Array[] | null;
  /** Length of the digest that is really computed. Default: that of the key. */
  readonly bits?: GostBits;
  readonly digestOid?: string;
  readonly digestParameters?: Uint8Array;
  readonly signatureOid?: string;
  /** The identifier of the signer as it is encoded. Default: issuer and number. */
  readonly sid?: Uint8Array;
  readonly signature?: Uint8Array;
  /** Encoded unsigned attributes. Default: none. */
  readonly unsigned?: readonly Uint8Array[];
}

/** A forged message: written value by value, so that anything can be wrong with it. */
export interface ForgedMessage {
  readonly signers: readonly ForgedSigner[];
  /** The attached content. Default: none. */
  readonly attached?: Uint8Array;
  readonly contentType?: string;
  /** Encoded certificates. Default: those of the signers. */
  readonly certificates?: readonly Uint8Array[];
  /** Encoded revocation lists. Default: none. */
  readonly crls?: readonly Uint8Array[];
}

export function forgeCms({
  signers,
  attached,
  contentType = oid.data,
  certificates,
  crls = [],
}: ForgedMessage): Uint8Array {
  const ders = certificates ?? signers.map(({ identity }) => identity.certificate.der);
  const content = attached === undefined ? [] : [writeExplicit(0, writeOctetString(attached))];
  const signedData = writeSequence(
    writeInteger(1),
    writeSetOf(),
    writeSequence(writeOid(contentType), ...content),
    writeDer(contextConstructed(0), ...ders),
    ...(crls.length === 0 ? [] : [writeDer(contextConstructed(1), ...crls)]),
    writeDer(0x31, ...signers.map(forgeSignerInfo)),
  );
  return writeSequence(writeOid(oid.signedData), writeExplicit(0, signedData));
}

function forgeSignerInfo(signer: ForgedSigner): Uint8Array {
  const { identity, content, attributes = honestAttributes(signer), unsigned } = signer;
  const { certificate, privateKey: key } = identity;
  const { bits = certificate.bits } = signer;
  const suite = algorithmSuites[bits];
  const set = attributes === null ? undefined : writeSetOf(...attributes);
  const digest = streebog(certificate.bits, set ?? content);
  const signature = signer.signature ?? signDigest({ key, digest, random: systemRandom });
  return writeSequence(
    writeInteger(1),
    signer.sid ?? writeSequence(certificate.issuer.der, writeInteger(certificate.serialNumber)),
    writeSequence(writeOid(signer.digestOid ?? suite.digest), signer.digestParameters ?? new Uint8Array()),
    ...(set === undefined ? [] : [concatBytes(Uint8Array.of(contextConstructed(0)), set.subarray(1))]),
    writeSequence(writeOid(signer.signatureOid ?? suite.key), writeNull()),
    writeOctetString(signature),
    ...(unsigned === undefined ? [] : [writeDer(contextConstructed(1), ...unsigned)]),
  );
}

function honestAttributes(signer: ForgedSigner): readonly Uint8Array[] {
  return [
    attribute(oid.contentType, writeOid(oid.data)),
    attribute(oid.signingTime, writeTime(signingTime)),
    digestAttribute(signer),
    certificateAttribute(signer.identity),
  ];
}

/** An attribute with any number of values. */
export function attribute(type: string, ...values: readonly Uint8Array[]): Uint8Array {
  return writeSequence(writeOid(type), writeSetOf(...values));
}

/** The message digest of a content. */
export function digestAttribute({ identity, content, bits }: ForgedSigner): Uint8Array {
  return attribute(oid.messageDigest, writeOctetString(streebog(bits ?? identity.certificate.bits, content)));
}

/** The reference to a certificate, without issuer and number. */
export function certificateAttribute({ certificate: { bits, der } }: TestIdentity): Uint8Array {
  const id = writeSequence(
    writeSequence(writeOid(algorithmSuites[bits].digest)),
    writeOctetString(streebog(bits, der)),
  );
  return attribute(oid.signingCertificateV2, writeSequence(writeSequence(id)));
}
