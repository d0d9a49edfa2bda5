import { GostError } from "../../errors.js";
import { type GostCertificate, parseCertificate } from "../certificate/certificate.js";
import type { DerElement } from "../der/element.js";
import { readOid } from "../der/oid.js";
import { readDer, readElements, readFields } from "../der/reader.js";
import { contextConstructed, derTag } from "../der/tag.js";
import { readOctetString } from "../der/values.js";
import { readEncryptedPrivateKey } from "../key/parse-private-key.js";
import { readPrivateKeyInfo } from "../key/private-key-info.js";
import type { Password } from "../password/password.js";
import type { GostPrivateKey } from "../signature/keys.js";

/** What a bag holds, as far as it is of use here. */
export type SafeBag =
  | { readonly kind: "key"; readonly privateKey: GostPrivateKey }
  | { readonly kind: "certificate"; readonly certificate: GostCertificate }
  /** A certificate with another algorithm, a revocation list, a secret. */
  | { readonly kind: "other" };

const bagType = {
  key: "1.2.840.113549.1.12.10.1.1",
  shroudedKey: "1.2.840.113549.1.12.10.1.2",
  certificate: "1.2.840.113549.1.12.10.1.3",
} as const;
const x509Certificate = "1.2.840.113549.1.9.22.1";
const maxBags = 100;

/** Reads SafeContents (RFC 7292 §4.2). */
export function readSafeContents(element: DerElement, password: Password): readonly SafeBag[] {
  return readElements(element, derTag.sequence, maxBags).map((bag) => readSafeBag(bag, password));
}

function readSafeBag(element: DerElement, password: Password): SafeBag {
  const fields = readFields(element);
  const type = readOid(fields.take(derTag.objectIdentifier, "bagId"));
  const explicit = fields.take(contextConstructed(0), "bagValue");
  const value = readDer(explicit.content, explicit.path);
  fields.optional(derTag.set, "bagAttributes");
  fields.end();
  switch (type) {
    case bagType.key:
      return { kind: "key", privateKey: readPrivateKeyInfo(value).privateKey };
    case bagType.shroudedKey:
      return { kind: "key", privateKey: readEncryptedPrivateKey(value, password) };
    case bagType.certificate:
      return readCertificateBag(value);
    default:
      return { kind: "other" };
  }
}

function readCertificateBag(element: DerElement): SafeBag {
  const fields = readFields(element);
  const type = readOid(fields.take(derTag.objectIdentifier, "certId"));
  const explicit = fields.take(contextConstructed(0), "certValue");
  fields.end();
  if (type !== x509Certificate) return { kind: "other" };
  try {
    const der = readOctetString(readDer(explicit.content, explicit.path));
    return { kind: "certificate", certificate: parseCertificate(der) };
  } catch (error) {
    // Containers carry whole chains; an authority with an RSA key among them is no reason to refuse the rest.
    if (GostError.is(error) && error.code === "GOST_ALGORITHM_UNSUPPORTED") return { kind: "other" };
    throw error;
  }
}
