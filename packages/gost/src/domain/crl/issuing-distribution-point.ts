import type { DerElement } from "../der/element.js";
import { readElements, readFields, retagged } from "../der/reader.js";
import { contextConstructed, contextPrimitive, derTag } from "../der/tag.js";
import { readBoolean } from "../der/values.js";

/** Which certificates a list speaks of (RFC 5280 §5.2.5). */
export interface IssuingDistributionPoint {
  /** Encoded names of the place where the list is published; a certificate of its scope names one of them. */
  readonly names: readonly Uint8Array[] | undefined;
  readonly onlyUserCertificates: boolean;
  readonly onlyAuthorityCertificates: boolean;
  /** Whether the list leaves out reasons, or speaks of other issuers: such lists are not evaluated here. */
  readonly partial: boolean;
}

const maxNames = 64;

/** Reads the value of the issuing distribution point extension. */
export function readIssuingDistributionPoint(element: DerElement): IssuingDistributionPoint {
  const fields = readFields(element);
  const point = fields.optional(contextConstructed(0), "distributionPoint");
  const onlyUserCertificates = takeFlag(fields.optional(contextPrimitive(1), "onlyContainsUserCerts"));
  const onlyAuthorityCertificates = takeFlag(fields.optional(contextPrimitive(2), "onlyContainsCACerts"));
  const someReasons = fields.optional(contextPrimitive(3), "onlySomeReasons");
  const indirect = takeFlag(fields.optional(contextPrimitive(4), "indirectCRL"));
  const attributes = takeFlag(fields.optional(contextPrimitive(5), "onlyContainsAttributeCerts"));
  fields.end();
  return {
    names: point === undefined ? undefined : readFullName(point),
    onlyUserCertificates,
    onlyAuthorityCertificates,
    partial: someReasons !== undefined || indirect || attributes,
  };
}

/**
 * Reads the value of the CRL distribution points extension of a certificate (RFC 5280 §4.2.1.13): the encoded names of
 * every point.
 */
export function readDistributionPointNames(element: DerElement): readonly Uint8Array[] {
  return readElements(element, derTag.sequence, maxNames).flatMap((distributionPoint) => {
    const point = readFields(distributionPoint).optional(contextConstructed(0), "distributionPoint");
    return point === undefined ? [] : readFullName(point);
  });
}

/** A name relative to the issuer, which nobody writes, yields no names, and so a list that covers nothing. */
function readFullName(distributionPointName: DerElement): readonly Uint8Array[] {
  const fullName = readFields(distributionPointName, distributionPointName.tag).optional(
    contextConstructed(0),
    "fullName",
  );
  if (fullName === undefined) return [];
  return readElements(fullName, contextConstructed(0), maxNames).map(({ encoded }) => encoded);
}

function takeFlag(element: DerElement | undefined): boolean {
  return element !== undefined && readBoolean(retagged(element, derTag.boolean));
}
