import {
  algorithmSuites,
  contextConstructed,
  equalBytes,
  type GostBits,
  type GostCertificate,
  writeExplicit,
  writeInteger,
  writeOctetString,
  writeOid,
  writeSequence,
  writeSetOf,
  writeTime,
} from "@opora/gost";
import { writeAttribute } from "./attribute.js";
import { cmsOid } from "./object-identifiers.js";
import { writeSigningCertificateV2 } from "./signing-certificate.js";

/** What the signed attributes of a CAdES-BES signature say. */
export interface SignedAttributeValues {
  readonly contentType: string;
  readonly contentDigest: Uint8Array;
  readonly signingTime: Date;
  readonly certificate: GostCertificate;
}

/** Writes the signed attributes of CAdES-BES (RFC 5126 §5.7) as the DER SET OF that is signed. */
export function writeSignedAttributes(values: SignedAttributeValues): Uint8Array {
  return writeSetOf(
    writeAttribute(cmsOid.contentType, writeOid(values.contentType)),
    writeAttribute(cmsOid.signingTime, writeTime(values.signingTime)),
    writeAttribute(cmsOid.messageDigest, writeOctetString(values.contentDigest)),
    writeAttribute(cmsOid.signingCertificateV2, writeSigningCertificateV2(values.certificate)),
  );
}

/** What a message with one signature is made of. */
export interface SignedDataParts {
  readonly contentType: string;
  /** The content to be attached; `undefined`: it travels apart. */
  readonly content: Uint8Array | undefined;
  /** The signer's certificate. */
  readonly certificate: GostCertificate;
  /** The certificates that travel with the message. */
  readonly certificates: readonly GostCertificate[];
  /** The SET OF signed attributes. */
  readonly signedAttributes: Uint8Array;
  readonly signature: Uint8Array;
}

/** Writes a ContentInfo with SignedData in DER (RFC 5652 §3, §5.1). */
export function writeSignedData(parts: SignedDataParts): Uint8Array {
  const digestAlgorithm = writeDigestAlgorithm(parts.certificate.bits);
  const content = parts.content === undefined ? [] : [writeExplicit(0, writeOctetString(parts.content))];
  const signedData = writeSequence(
    // RFC 5652 §5.1: 3 for a content of another type than data.
    writeInteger(parts.contentType === cmsOid.data ? 1 : 3),
    writeSetOf(digestAlgorithm),
    writeSequence(writeOid(parts.contentType), ...content),
    ...writeCertificates(parts.certificates),
    writeSetOf(writeSignerInfo(parts)),
  );
  return writeSequence(writeOid(cmsOid.signedData), writeExplicit(0, signedData));
}

function writeSignerInfo({ certificate, signedAttributes, signature }: SignedDataParts): Uint8Array {
  return writeSequence(
    writeInteger(1),
    writeSequence(certificate.issuer.der, writeInteger(certificate.serialNumber)),
    writeDigestAlgorithm(certificate.bits),
    retag(signedAttributes, 0),
    // The identifier of the key, as TC26, CryptoPro and OpenSSL write it, not that of certificates' signatures.
    writeSequence(writeOid(algorithmSuites[certificate.bits].key)),
    writeOctetString(signature),
  );
}

function writeDigestAlgorithm(bits: GostBits): Uint8Array {
  return writeSequence(writeOid(algorithmSuites[bits].digest));
}

function writeCertificates(certificates: readonly GostCertificate[]): readonly Uint8Array[] {
  const distinct = certificates
    .map(({ der }) => der)
    .filter((der, index, all) => all.findIndex((other) => equalBytes(other, der)) === index);
  return distinct.length === 0 ? [] : [retag(writeSetOf(...distinct), 0)];
}

/** A SET OF under the implicit tag `[number]`. */
function retag(set: Uint8Array, number: number): Uint8Array {
  const tagged = Uint8Array.from(set);
  tagged[0] = contextConstructed(number);
  return tagged;
}
