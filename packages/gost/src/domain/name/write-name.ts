import { derTag } from "../der/tag.js";
import { writeDer, writeOid, writeSequence, writeSetOf } from "../der/writer.js";
import { nameTypes } from "./name-types.js";

/** An attribute to be written: its type as a keyword of RFC 4514 or an object identifier, and its text. */
export interface NameEntry {
  readonly type: string;
  readonly text: string;
}

/** Types whose syntax is not DirectoryString (RFC 5280 appendix A.1, and the order of the Federal Security Service No. 795). */
const stringTags: Readonly<Record<string, number>> = {
  [nameTypes.C]: derTag.printableString,
  [nameTypes.DC]: derTag.ia5String,
  "1.2.840.113549.1.9.1": derTag.ia5String,
  "1.2.643.100.1": derTag.numericString,
  "1.2.643.100.3": derTag.numericString,
  "1.2.643.100.4": derTag.numericString,
  "1.2.643.100.5": derTag.numericString,
  "1.2.643.3.131.1.1": derTag.numericString,
};

/** Encodes a Name of single-valued relative names, from the root down. */
export function writeDistinguishedName(entries: readonly NameEntry[]): Uint8Array {
  return writeSequence(...entries.map((entry) => writeSetOf(writeAttribute(entry))));
}

function writeAttribute({ type, text }: NameEntry): Uint8Array {
  const oid = Object.hasOwn(nameTypes, type) ? nameTypes[type as keyof typeof nameTypes] : type;
  return writeSequence(writeOid(oid), writeDer(stringTags[oid] ?? derTag.utf8String, new TextEncoder().encode(text)));
}
