import { GostError } from "../../errors.js";
import type { DerElement } from "../der/element.js";
import { readOid } from "../der/oid.js";
import { readDer, readElements, readFields } from "../der/reader.js";
import { derTag } from "../der/tag.js";
import { readBoolean, readOctetString } from "../der/values.js";

/** An extension of a certificate, a list or an entry of a list (RFC 5280 §4.1). */
export interface Extension {
  readonly oid: string;
  /** Whether a reader that does not know the extension must refuse the whole. */
  readonly critical: boolean;
  /** The value as it is encoded, without the OCTET STRING around it. */
  readonly value: Uint8Array;
}

/** Object identifiers of the extensions that are understood here. */
export const extensionOid = {
  subjectKeyId: "2.5.29.14",
  keyUsage: "2.5.29.15",
  basicConstraints: "2.5.29.19",
  crlNumber: "2.5.29.20",
  crlReason: "2.5.29.21",
  deltaCrlIndicator: "2.5.29.27",
  issuingDistributionPoint: "2.5.29.28",
  certificateIssuer: "2.5.29.29",
  distributionPoints: "2.5.29.31",
  certificatePolicies: "2.5.29.32",
  authorityKeyId: "2.5.29.35",
  extendedKeyUsage: "2.5.29.37",
} as const;

const maxExtensions = 64;

/**
 * Reads Extensions.
 *
 * @throws {@link GostError} `GOST_ASN1_INVALID` when one occurs twice (RFC 5280 §4.2).
 */
export function readExtensions(element: DerElement): readonly Extension[] {
  const extensions = readElements(element, derTag.sequence, maxExtensions).map(readExtension);
  const repeated = extensions.find(({ oid }, index) => extensions.findIndex((other) => other.oid === oid) !== index);
  if (repeated !== undefined) {
    throw new GostError("GOST_ASN1_INVALID", `The extension ${repeated.oid} occurs twice in ${element.path}.`, {
      details: { path: element.path, oid: repeated.oid },
    });
  }
  return extensions;
}

function readExtension(element: DerElement): Extension {
  const fields = readFields(element);
  const oid = readOid(fields.take(derTag.objectIdentifier, "extnID"));
  const critical = fields.optional(derTag.boolean, "critical");
  const value = readOctetString(fields.take(derTag.octetString, "extnValue"));
  fields.end();
  return { oid, critical: critical !== undefined && readBoolean(critical), value };
}

/** The value of an extension, opened for reading; `undefined` when there is no such extension. */
export function extensionValue(extensions: readonly Extension[], oid: string): DerElement | undefined {
  const extension = extensions.find((candidate) => candidate.oid === oid);
  return extension === undefined ? undefined : readDer(extension.value, `extension ${oid}`);
}
