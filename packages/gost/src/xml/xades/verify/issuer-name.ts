import { bytesToHex } from "@noble/curves/utils.js";
import { type DistinguishedName, type NameAttribute, nameTypes } from "@opora/gost";

/** One attribute of a name that was written as text. */
interface WrittenAttribute {
  /** Object identifier; `undefined` when the keyword is not known here. */
  readonly oid: string | undefined;
  /** The value as text, or its DER in hexadecimal. */
  readonly value: { readonly text: string } | { readonly hex: string };
}

/** Keywords beside those of RFC 4514 that signature tools of Russian systems write. */
const furtherKeywords: Readonly<Record<string, string>> = {
  E: "1.2.840.113549.1.9.1",
  EMAIL: "1.2.840.113549.1.9.1",
  EMAILADDRESS: "1.2.840.113549.1.9.1",
  S: nameTypes.ST,
  SN: "2.5.4.4",
  SURNAME: "2.5.4.4",
  G: "2.5.4.42",
  GN: "2.5.4.42",
  GIVENNAME: "2.5.4.42",
  T: "2.5.4.12",
  TITLE: "2.5.4.12",
  SERIALNUMBER: "2.5.4.5",
  INN: "1.2.643.3.131.1.1",
  ИНН: "1.2.643.3.131.1.1",
  INNLE: "1.2.643.100.4",
  "ИНН ЮЛ": "1.2.643.100.4",
  OGRN: "1.2.643.100.1",
  ОГРН: "1.2.643.100.1",
  OGRNIP: "1.2.643.100.5",
  ОГРНИП: "1.2.643.100.5",
  SNILS: "1.2.643.100.3",
  СНИЛС: "1.2.643.100.3",
};

const oidForm = /^(?:OID\.)?([0-2](?:\.[0-9]+)+)$/i;
const maxNameLength = 16 * 1024;

/**
 * Whether a text names a certificate's issuer. Tools write the same name in both orders, with keywords of their own, with
 * values quoted or escaped, and with white space around the commas; all that makes no difference here. A keyword that is
 * not known matches any type: what binds the certificate is its digest, not this name.
 */
export function namesIssuer(text: string, issuer: DistinguishedName): boolean {
  const written = parseName(text);
  if (written === undefined) return false;
  const own = issuer.relativeNames;
  return sameNames(written, own) || sameNames([...written].reverse(), own);
}

function sameNames(
  written: readonly (readonly WrittenAttribute[])[],
  own: readonly (readonly NameAttribute[])[],
): boolean {
  if (written.length !== own.length) return false;
  return written.every((attributes, index) => sameAttributes(attributes, own[index] ?? []));
}

function sameAttributes(written: readonly WrittenAttribute[], own: readonly NameAttribute[]): boolean {
  if (written.length !== own.length) return false;
  const left = [...own];
  return written.every((attribute) => {
    const match = left.findIndex((candidate) => sameAttribute(attribute, candidate));
    if (match >= 0) left.splice(match, 1);
    return match >= 0;
  });
}

function sameAttribute({ oid, value }: WrittenAttribute, own: NameAttribute): boolean {
  if (oid !== undefined && oid !== own.oid) return false;
  if ("hex" in value) return value.hex.toLowerCase() === bytesToHex(own.der);
  return own.text !== undefined && fold(value.text) === fold(own.text);
}

function fold(text: string): string {
  return text.trim().replace(/\s+/g, " ").toLowerCase();
}

/** Reads a name of RFC 2253, RFC 4514 or the Windows spelling; `undefined` when it is none. */
function parseName(text: string): readonly (readonly WrittenAttribute[])[] | undefined {
  if (text.length > maxNameLength) return undefined;
  const names: WrittenAttribute[][] = [[]];
  let rest = text.trim();
  while (rest !== "") {
    const key = /^([^=,;+"\\]{1,128})=\s*/.exec(rest);
    if (key === null) return undefined;
    const valueText = rest.slice(key[0].length);
    const length = valueLength(valueText);
    const value = length === undefined ? undefined : readValue(valueText.slice(0, length).trim());
    if (length === undefined || value === undefined) return undefined;
    names.at(-1)?.push({ oid: oidOf((key[1] ?? "").trim()), value });
    const separator = valueText[length];
    rest = valueText.slice(length + 1).trim();
    if (separator === undefined) return names;
    if (rest === "") return undefined;
    if (separator !== "+") names.push([]);
  }
  return undefined;
}

/** How far a value reaches: to a separator that is neither escaped nor quoted; `undefined` when a quote stays open. */
function valueLength(text: string): number | undefined {
  const quotes = text.startsWith('"');
  let quoted = false;
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index] ?? "";
    if (character === "\\") index += 1;
    else if (character === '"' && quotes) quoted = !quoted;
    else if (!quoted && ",;+".includes(character)) return index;
  }
  return quoted ? undefined : text.length;
}

function readValue(written: string): WrittenAttribute["value"] | undefined {
  const hex = /^#((?:[0-9a-f]{2})+)$/i.exec(written)?.[1];
  if (hex !== undefined) return { hex };
  const quoted = /^"(.*)"$/s.exec(written)?.[1];
  const text = unescapeValue(quoted === undefined ? written : quoted.replaceAll('""', '"'));
  return text === undefined ? undefined : { text };
}

/** RFC 4514 §2.4: `\` before a special character, or before two hexadecimal digits that are an octet of UTF-8. */
function unescapeValue(text: string): string | undefined {
  if (/\\$/.test(text.replace(/\\\\/g, ""))) return undefined;
  return text.replace(/(?:\\[0-9a-f]{2})+|\\(.)/gis, (escaped: string, character: string | undefined) => {
    if (character !== undefined) return character;
    return Buffer.from(escaped.replaceAll("\\", ""), "hex").toString("utf8");
  });
}

function oidOf(keyword: string): string | undefined {
  const upper = keyword.toUpperCase();
  if (Object.hasOwn(nameTypes, upper)) return nameTypes[upper as keyof typeof nameTypes];
  return furtherKeywords[upper] ?? oidForm.exec(keyword)?.[1];
}
