import { createHash } from "node:crypto";
import {
  type AlgorithmIdentifier,
  algorithmSuites,
  contextConstructed,
  type DerElement,
  type DerFields,
  type DistinguishedName,
  derTag,
  equalBytes,
  expectNoParameters,
  findSuite,
  type GostCertificate,
  GostError,
  readDer,
  readDistinguishedName,
  readElements,
  readFields,
  readInteger,
  readOctetString,
  sameName,
  streebog,
  takeAlgorithm,
  writeExplicit,
  writeInteger,
  writeOctetString,
  writeOid,
  writeSequence,
} from "@opora/gost";

/** What a signing-certificate attribute says of the signer's certificate (RFC 5035 §3, §4). */
export interface SigningCertificateId {
  /** Object identifier of the digest. */
  readonly digestAlgorithm: string;
  readonly digest: Uint8Array;
  readonly issuerSerial: { readonly issuer: DistinguishedName; readonly serialNumber: bigint } | undefined;
}

const sha1 = "1.3.14.3.2.26";
const sha256 = "2.16.840.1.101.3.4.2.1";
/** Digests beside Streebog that name certificates in the attributes of others. */
const nodeDigests: Readonly<Record<string, string>> = {
  [sha1]: "sha1",
  [sha256]: "sha256",
  "2.16.840.1.101.3.4.2.2": "sha384",
  "2.16.840.1.101.3.4.2.3": "sha512",
};
const maxCertificates = 64;

/** Writes a SigningCertificateV2 with the Streebog digest that goes with the certificate's key, issuer and number. */
export function writeSigningCertificateV2(certificate: GostCertificate): Uint8Array {
  const { bits, der, issuer, serialNumber } = certificate;
  const generalNames = writeSequence(writeExplicit(4, issuer.der));
  const essCertId = writeSequence(
    writeSequence(writeOid(algorithmSuites[bits].digest)),
    writeOctetString(streebog(bits, der)),
    writeSequence(generalNames, writeInteger(serialNumber)),
  );
  return writeSequence(writeSequence(essCertId));
}

/** Reads a SigningCertificateV2: the first entry, which is the signer's (RFC 5035 §3). */
export function readSigningCertificateV2(element: DerElement): SigningCertificateId {
  const fields = firstEntry(element);
  const algorithm: AlgorithmIdentifier =
    fields.nextTag === derTag.sequence
      ? takeAlgorithm(fields, "hashAlgorithm")
      : { oid: sha256, parameters: undefined };
  expectNoParameters(algorithm);
  return { digestAlgorithm: algorithm.oid, ...takeHashAndIssuer(fields) };
}

/** Reads a SigningCertificate, the older attribute, whose digest is SHA-1 (RFC 5035 §5.4.1). */
export function readSigningCertificate(element: DerElement): SigningCertificateId {
  return { digestAlgorithm: sha1, ...takeHashAndIssuer(firstEntry(element)) };
}

/** Why `id` does not mean `certificate`; `undefined` when it does. */
export function differenceOf(id: SigningCertificateId, certificate: GostCertificate): string | undefined {
  const digest = digestOf(id.digestAlgorithm, certificate.der);
  if (digest === undefined) return `its digest ${id.digestAlgorithm} is not supported`;
  if (!equalBytes(id.digest, digest)) return "the digest is that of another certificate";
  if (id.issuerSerial === undefined) return undefined;
  const { issuer, serialNumber } = id.issuerSerial;
  const same = serialNumber === certificate.serialNumber && sameName(issuer, certificate.issuer);
  return same ? undefined : "the issuer or the number is that of another certificate";
}

function digestOf(oid: string, bytes: Uint8Array): Uint8Array | undefined {
  const suite = findSuite("digest", oid);
  if (suite !== undefined) return streebog(suite.bits, bytes);
  const name = nodeDigests[oid];
  return name === undefined ? undefined : Uint8Array.from(createHash(name).update(bytes).digest());
}

function firstEntry(element: DerElement): DerFields {
  const fields = readFields(element);
  const [first] = readElements(fields.take(derTag.sequence, "certs"), derTag.sequence, maxCertificates);
  fields.optional(derTag.sequence, "policies");
  fields.end();
  if (first === undefined) throw new GostError("GOST_CMS_INVALID", "A signing-certificate attribute names nobody.");
  return readFields(first);
}

function takeHashAndIssuer(fields: DerFields): Omit<SigningCertificateId, "digestAlgorithm"> {
  const digest = readOctetString(fields.take(derTag.octetString, "certHash"));
  const issuerSerial = fields.atEnd ? undefined : takeIssuerSerial(fields.sequence("issuerSerial"));
  fields.end();
  return { digest, issuerSerial };
}

function takeIssuerSerial(fields: DerFields): NonNullable<SigningCertificateId["issuerSerial"]> {
  const names = fields.sequence("issuer");
  const directoryName = names.take(contextConstructed(4), "directoryName");
  names.end();
  const issuer = readDistinguishedName(readDer(directoryName.content, `${directoryName.path}.name`));
  const serialNumber = readInteger(fields.take(derTag.integer, "serialNumber"));
  fields.end();
  return { issuer, serialNumber };
}
