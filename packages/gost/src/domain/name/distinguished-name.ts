import type { DerElement } from "../der/element.js";
import { readOid } from "../der/oid.js";
import { readElements, readFields } from "../der/reader.js";
import { derTag } from "../der/tag.js";
import { readDirectoryString } from "./directory-string.js";

/** One attribute of a name. */
export interface NameAttribute {
  /** Type of the attribute: `2.5.4.3` is the common name. */
  readonly oid: string;
  /** The value as text; `undefined` when it is no string. */
  readonly text: string | undefined;
  /** The value as it is encoded. */
  readonly der: Uint8Array;
}

/** A distinguished name (RFC 5280 §4.1.2.4). */
export interface DistinguishedName {
  /** The relative names in the order of the certificate, from the root down; each of one attribute, seldom more. */
  readonly relativeNames: readonly (readonly NameAttribute[])[];
  /** The name as it is encoded. */
  readonly der: Uint8Array;
}

const maxRelativeNames = 64;
const maxAttributes = 16;

/** Reads a Name. */
export function readDistinguishedName(element: DerElement): DistinguishedName {
  const relativeNames = readElements(element, derTag.sequence, maxRelativeNames).map((relativeName) =>
    readElements(relativeName, derTag.set, maxAttributes).map(readAttribute),
  );
  return { relativeNames, der: element.encoded };
}

function readAttribute(element: DerElement): NameAttribute {
  const fields = readFields(element);
  const oid = readOid(fields.take(derTag.objectIdentifier, "type"));
  const value = fields.any("value");
  fields.end();
  return { oid, text: readDirectoryString(value), der: value.encoded };
}

/** The text of the first attribute of a type: `attributeOf(subject, "2.5.4.3")` is the common name. */
export function attributeOf(name: DistinguishedName, oid: string): string | undefined {
  return name.relativeNames.flat().find((attribute) => attribute.oid === oid)?.text;
}
