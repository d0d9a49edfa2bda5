import {
  type DerElement,
  derTag,
  readElements,
  readFields,
  readOid,
  writeOid,
  writeSequence,
  writeSetOf,
} from "@opora/gost";

/** An attribute of a signature (RFC 5652 §5.3): a type and its values. */
export interface CmsAttribute {
  readonly oid: string;
  readonly values: readonly DerElement[];
}

const maxAttributes = 64;
const maxValues = 16;

/** Reads the values of a SET OF Attribute that may stand under an implicit tag. */
export function readAttributes(element: DerElement): readonly CmsAttribute[] {
  return readElements(element, element.tag, maxAttributes).map((attribute) => {
    const fields = readFields(attribute);
    const oid = readOid(fields.take(derTag.objectIdentifier, "attrType"));
    const values = readElements(fields.take(derTag.set, "attrValues"), derTag.set, maxValues);
    fields.end();
    return { oid, values };
  });
}

/** Writes an attribute with one value. */
export function writeAttribute(oid: string, value: Uint8Array): Uint8Array {
  return writeSequence(writeOid(oid), writeSetOf(value));
}
