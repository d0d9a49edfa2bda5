import { type DerElement, GostError, readOctetString, readOid, readTime } from "@opora/gost";
import type { CmsAttribute } from "./attribute.js";
import { cmsOid } from "./object-identifiers.js";
import type { CmsFinding } from "./report.js";
import { readSigningCertificate, readSigningCertificateV2, type SigningCertificateId } from "./signing-certificate.js";

/** What the signed attributes of a signature say. */
export interface SignedValues {
  readonly contentType: string;
  readonly messageDigest: Uint8Array;
  readonly signingTime: Date | undefined;
  /** References to the signer's certificate: none, one, or one of each version. */
  readonly signingCertificates: readonly SigningCertificateId[];
}

/** The values, or why they cannot be used. */
export type SignedValuesReading =
  | { readonly values: SignedValues; readonly finding: undefined }
  | { readonly values: undefined; readonly finding: NonNullable<CmsFinding> };

/**
 * Reads the signed attributes: no type may occur twice, those of RFC 5652 §11 and RFC 5035 have exactly one value, and
 * content type and message digest must be there. Attributes of other types may say what they like.
 */
export function readSignedValues(attributes: readonly CmsAttribute[]): SignedValuesReading {
  const repeated = attributes.find(({ oid }, index) => attributes.findIndex((other) => other.oid === oid) !== index);
  if (repeated !== undefined)
    return unusable("attribute-repeated", `The signed attribute ${repeated.oid} is repeated.`);
  const byType = new Map(attributes.map(({ oid, values }) => [oid, values]));
  try {
    const contentType = readOnly(byType, cmsOid.contentType, readOid);
    const messageDigest = readOnly(byType, cmsOid.messageDigest, readOctetString);
    const signingTime = readOnly(byType, cmsOid.signingTime, readTime);
    const signingCertificates = [
      readOnly(byType, cmsOid.signingCertificate, readSigningCertificate),
      readOnly(byType, cmsOid.signingCertificateV2, readSigningCertificateV2),
    ].filter((id) => id !== undefined);
    if (contentType === undefined) return unusable("attribute-missing", "There is no signed content type.");
    if (messageDigest === undefined) return unusable("attribute-missing", "There is no signed message digest.");
    return { values: { contentType, messageDigest, signingTime, signingCertificates }, finding: undefined };
  } catch (error) {
    if (GostError.is(error)) return unusable("attribute-malformed", error.message);
    throw error;
  }
}

function readOnly<T>(
  byType: ReadonlyMap<string, readonly DerElement[]>,
  oid: string,
  read: (value: DerElement) => T,
): T | undefined {
  const values = byType.get(oid);
  if (values === undefined) return undefined;
  const [value] = values;
  if (value === undefined || values.length > 1) {
    throw new GostError("GOST_CMS_INVALID", `The signed attribute ${oid} has ${values.length} values instead of one.`);
  }
  return read(value);
}

function unusable(failure: NonNullable<CmsFinding>["failure"], message: string): SignedValuesReading {
  return { values: undefined, finding: { failure, message } };
}
