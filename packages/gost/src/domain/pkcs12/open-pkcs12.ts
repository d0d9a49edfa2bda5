import { GostError } from "../../errors.js";
import { takeAlgorithm } from "../algorithm/algorithm-identifier.js";
import { joinBytes } from "../bytes.js";
import type { GostCertificate } from "../certificate/certificate.js";
import { berToDer } from "../der/ber.js";
import type { DerElement } from "../der/element.js";
import { readOid } from "../der/oid.js";
import { type DerFields, readDer, readElements, readFields } from "../der/reader.js";
import { contextConstructed, contextPrimitive, derTag } from "../der/tag.js";
import { readOctetString, readSmallNumber } from "../der/values.js";
import { sameName } from "../name/compare-names.js";
import { bytesOption } from "../options.js";
import { createPassword, type Password } from "../password/password.js";
import { decryptPbes2, wrongPassword } from "../password/pbes2.js";
import { derivePublicKey, type GostPrivateKey, samePublicKey } from "../signature/keys.js";
import { checkIntegrity, readIntegrity } from "./integrity.js";
import { readSafeContents, type SafeBag } from "./safe-bags.js";

/** A key of a container with its certificate. */
export interface Pkcs12Identity {
  readonly privateKey: GostPrivateKey;
  readonly certificate: GostCertificate;
  /** The issuers found in the container, from the nearest upwards. */
  readonly chain: readonly GostCertificate[];
}

const dataType = "1.2.840.113549.1.7.1";
const encryptedDataType = "1.2.840.113549.1.7.6";
const maxLength = 16 * 1024 * 1024;
const maxContents = 20;

/**
 * Opens a PKCS#12 container (RFC 7292): integrity by Streebog (RFC 9548) or SHA, encryption by PBES2 with GOST 28147-89
 * or AES. At most 16 MiB.
 *
 * @returns each key with the certificate that belongs to it; seldom more than one.
 * @throws {@link GostError} `GOST_PASSWORD_WRONG`; `GOST_PKCS12_INVALID` for a container without a key and its certificate
 * or without a code of integrity; `GOST_ALGORITHM_UNSUPPORTED` for ciphers such as RC2, 3DES and Kuznyechik: re-encode such
 * a container with `openssl pkcs12`; `GOST_ASN1_INVALID`, `GOST_LIMIT_EXCEEDED`.
 *
 * @example
 * ```ts
 * const [identity] = openPkcs12(await readFile("signer.pfx"), password);
 * ```
 */
export function openPkcs12(bytes: Uint8Array, password: string): readonly [Pkcs12Identity, ...Pkcs12Identity[]] {
  if (bytes.length > maxLength) {
    throw new GostError("GOST_LIMIT_EXCEEDED", `A PKCS#12 container of more than ${maxLength} bytes is not read.`);
  }
  const opening = createPassword(password);
  const contents = readAuthenticatedSafe(bytesOption("bytes", bytes), opening);
  const bags = readElements(contents, derTag.sequence, maxContents).flatMap((info) => openContent(info, opening));
  const [first, ...rest] = pairKeys(bags);
  if (first === undefined) {
    throw new GostError("GOST_PKCS12_INVALID", "The PKCS#12 container holds no GOST key with its certificate.");
  }
  return [first, ...rest];
}

/** Reads PFX (RFC 7292 §4) and returns the AuthenticatedSafe, its integrity checked. */
function readAuthenticatedSafe(bytes: Uint8Array, password: Password): DerElement {
  const fields = readFields(readDer(berToDer(bytes, "pkcs12"), "pkcs12"));
  const version = readSmallNumber(fields.take(derTag.integer, "version"));
  if (version !== 3)
    throw new GostError("GOST_PKCS12_INVALID", `The PKCS#12 container is of version ${version}, not 3.`);
  const authSafe = fields.sequence("authSafe");
  if (readOid(authSafe.take(derTag.objectIdentifier, "contentType")) !== dataType) {
    throw new GostError(
      "GOST_PKCS12_INVALID",
      "The integrity of the PKCS#12 container is not protected by a password.",
    );
  }
  const content = takeData(authSafe);
  if (fields.atEnd) {
    throw new GostError("GOST_PKCS12_INVALID", "The PKCS#12 container has no code of integrity.");
  }
  checkIntegrity(readIntegrity(fields.sequence("macData")), content, password);
  fields.end();
  return readDer(berToDer(content, "pkcs12.authSafe"), "pkcs12.authSafe");
}

/** Opens one ContentInfo of the AuthenticatedSafe: plain or encrypted SafeContents (RFC 7292 §4.1). */
function openContent(element: DerElement, password: Password): readonly SafeBag[] {
  const fields = readFields(element);
  const type = readOid(fields.take(derTag.objectIdentifier, "contentType"));
  if (type !== dataType && type !== encryptedDataType) {
    throw new GostError(
      "GOST_PKCS12_INVALID",
      "The PKCS#12 container is encrypted for a recipient, not by a password.",
    );
  }
  const path = `${element.path}.safeContents`;
  if (type === dataType) return readSafeContents(readDer(berToDer(takeData(fields), path), path), password);
  const plaintext = decryptContent(fields, password);
  try {
    return readSafeContents(readDer(berToDer(plaintext, path), path), password);
  } catch (cause) {
    // The integrity code was right; a cipher under another password would yield noise, which is no ASN.1.
    if (GostError.is(cause) && cause.code === "GOST_ASN1_INVALID") throw wrongPassword(cause);
    throw cause;
  }
}

function takeData(fields: DerFields): Uint8Array {
  const explicit = fields.take(contextConstructed(0), "content");
  fields.end();
  return readOctetString(readDer(explicit.content, explicit.path));
}

/** Decrypts EncryptedData (RFC 5652 §8). */
function decryptContent(fields: DerFields, password: Password): Uint8Array {
  const explicit = fields.take(contextConstructed(0), "content");
  fields.end();
  const encryptedData = readFields(readDer(explicit.content, explicit.path));
  encryptedData.take(derTag.integer, "version");
  const info = encryptedData.sequence("encryptedContentInfo");
  info.take(derTag.objectIdentifier, "contentType");
  const algorithm = takeAlgorithm(info, "contentEncryptionAlgorithm");
  return decryptPbes2(algorithm, takeEncryptedContent(info), password);
}

/** The ciphertext under an implicit tag, in one piece or, from encoders of BER, in segments. */
function takeEncryptedContent(info: DerFields): Uint8Array {
  const whole = info.optional(contextPrimitive(0), "encryptedContent");
  if (whole !== undefined) return whole.content;
  const segmented = info.take(contextConstructed(0), "encryptedContent");
  return joinBytes(readElements(segmented, contextConstructed(0), 100_000).map(readOctetString));
}

function pairKeys(bags: readonly SafeBag[]): readonly Pkcs12Identity[] {
  const certificates = bags.flatMap((bag) => (bag.kind === "certificate" ? [bag.certificate] : []));
  return bags.flatMap((bag) => {
    if (bag.kind !== "key") return [];
    const { privateKey } = bag;
    const publicKey = derivePublicKey(privateKey);
    const certificate = certificates.find((candidate) => samePublicKey(candidate.publicKey, publicKey));
    return certificate === undefined ? [] : [{ privateKey, certificate, chain: issuersOf(certificate, certificates) }];
  });
}

function issuersOf(certificate: GostCertificate, certificates: readonly GostCertificate[]): readonly GostCertificate[] {
  const chain: GostCertificate[] = [];
  for (let last = certificate; ; ) {
    const issuer = certificates.find(
      (candidate) =>
        candidate !== certificate && !chain.includes(candidate) && sameName(candidate.subject, last.issuer),
    );
    if (issuer === undefined) return chain;
    chain.push(issuer);
    last = issuer;
  }
}
