import { derTag, invalidOption, nameTypes, writeDer, writeOid, writeSequence, writeSetOf } from "@opora/gost";

/** An attribute to be written: its type as a keyword of RFC 4514 or an object identifier, and its text. */
export interface NameEntry {
  readonly type: string;
  readonly text: string;
}

/** A string type with the texts that it holds. */
interface StringSyntax {
  readonly tag: number;
  readonly form: RegExp;
}

const printable: StringSyntax = { tag: derTag.printableString, form: /^[A-Za-z0-9 '()+,\-./:=?]*$/ };
const ascii: StringSyntax = { tag: derTag.ia5String, form: /^[ -~]*$/ };
const digits: StringSyntax = { tag: derTag.numericString, form: /^[0-9 ]*$/ };

/** Types whose syntax is not DirectoryString: RFC 5280 appendix A.1, and order No. 795 of the Federal Security Service. */
const syntaxes: Readonly<Record<string, StringSyntax>> = {
  [nameTypes.C]: printable,
  [nameTypes.DC]: ascii,
  "1.2.840.113549.1.9.1": ascii,
  "1.2.643.100.1": digits,
  "1.2.643.100.3": digits,
  "1.2.643.100.4": digits,
  "1.2.643.100.5": digits,
  "1.2.643.3.131.1.1": digits,
};

/**
 * Encodes a Name of single-valued relative names, from the root down.
 *
 * @throws `GostError` `GOST_OPTIONS_INVALID` when a text does not fit the syntax of its type.
 */
export function writeDistinguishedName(entries: readonly NameEntry[]): Uint8Array {
  return writeSequence(...entries.map((entry) => writeSetOf(writeAttribute(entry))));
}

function writeAttribute({ type, text }: NameEntry): Uint8Array {
  const oid = Object.hasOwn(nameTypes, type) ? nameTypes[type as keyof typeof nameTypes] : type;
  const syntax = syntaxes[oid];
  if (syntax !== undefined && !syntax.form.test(text)) throw invalidOption("subject", `has no such value of ${type}`);
  return writeSequence(writeOid(oid), writeDer(syntax?.tag ?? derTag.utf8String, new TextEncoder().encode(text)));
}
