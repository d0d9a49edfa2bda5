import {
  berToDer,
  contextConstructed,
  type DerElement,
  type DerFields,
  derTag,
  GostError,
  readDer,
  readElements,
  readFields,
  readOctetString,
  readOid,
  readSmallNumber,
} from "@opora/gost";
import type { CmsLimits } from "./limits.js";
import { cmsOid } from "./object-identifiers.js";
import { readSignerInfo, type SignerInfo } from "./signer-info.js";

/** A SignedData message (RFC 5652 §5.1) as it was read: nothing in it has been verified. */
export interface SignedData {
  /** Type of the content: `1.2.840.113549.1.7.1` for bytes without a type of their own. */
  readonly contentType: string;
  /** The attached content; `undefined` when it travels apart. */
  readonly content: Uint8Array | undefined;
  /** DER of the certificates that came with it, whatever their algorithms. */
  readonly certificates: readonly Uint8Array[];
  /** DER of the revocation lists that came with it. */
  readonly crls: readonly Uint8Array[];
  readonly signers: readonly SignerInfo[];
}

/** A time-stamp token within an unsigned attribute reaches some thirty levels. */
const maxDepth = 64;

/**
 * Reads a SignedData message from DER or BER.
 *
 * @throws GostError `GOST_ASN1_INVALID`, `GOST_CMS_INVALID`, `GOST_LIMIT_EXCEEDED`
 */
export function readSignedData(bytes: Uint8Array, limits: CmsLimits): SignedData {
  const contentInfo = readFields(readDer(berToDer(bytes, "contentInfo", { maxDepth }), "contentInfo"));
  const type = readOid(contentInfo.take(derTag.objectIdentifier, "contentType"));
  if (type !== cmsOid.signedData) {
    throw new GostError("GOST_CMS_INVALID", `The message is of the type ${type}, not SignedData.`, {
      details: { contentType: type },
    });
  }
  const explicit = contentInfo.take(contextConstructed(0), "content");
  contentInfo.end();

  const fields = readFields(readDer(explicit.content, "signedData"));
  readSmallNumber(fields.take(derTag.integer, "version"));
  // The list of digest algorithms is a hint for reading in one pass; each signature names its own.
  fields.take(derTag.set, "digestAlgorithms");
  const { contentType, content } = readEncapsulated(fields.sequence("encapContentInfo"));
  const certificates = fields.optional(contextConstructed(0), "certificates");
  const crls = fields.optional(contextConstructed(1), "crls");
  const signers = fields.take(derTag.set, "signerInfos");
  fields.end();
  return {
    contentType,
    content,
    certificates: sequencesIn(certificates, limits),
    crls: sequencesIn(crls, limits),
    signers: readElements(signers, derTag.set, limits.maxSigners).map(readSignerInfo),
  };
}

function readEncapsulated(fields: DerFields): Pick<SignedData, "contentType" | "content"> {
  const contentType = readOid(fields.take(derTag.objectIdentifier, "eContentType"));
  const explicit = fields.optional(contextConstructed(0), "eContent");
  fields.end();
  if (explicit === undefined) return { contentType, content: undefined };
  return { contentType, content: readOctetString(readDer(explicit.content, "eContent")) };
}

/** The X.509 choices of a CertificateSet or RevocationInfoChoices are SEQUENCEs; the tagged others are not ours. */
function sequencesIn(set: DerElement | undefined, { maxCertificates }: CmsLimits): readonly Uint8Array[] {
  if (set === undefined) return [];
  return readElements(set, set.tag, maxCertificates)
    .filter(({ tag }) => tag === derTag.sequence)
    .map(({ encoded }) => encoded);
}
