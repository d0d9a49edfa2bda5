import { bytesToHex } from "@noble/curves/utils.js";
import type { DistinguishedName, NameAttribute } from "./distinguished-name.js";

/** How {@link formatDistinguishedName} writes a name. */
export interface FormatNameOptions {
  /**
   * From the most specific part to the root, as RFC 4514 says, or in the order of the certificate, as some verifiers of
   * XAdES write it. Default: `rfc4514`.
   */
  readonly order?: "rfc4514" | "certificate";
  /**
   * How to write the value of a type without a keyword: as text, which people and the signature tools of Russian systems
   * expect (`1.2.643.100.1=1027700000000`), or as `#` and hexadecimal DER, which RFC 4514 §2.4 demands. Default: `text`.
   */
  readonly unnamedTypes?: "text" | "hex";
}

/** The keywords of RFC 4514 §3, the same as in RFC 2253: every other type is written by its object identifier. */
const keywords: Readonly<Record<string, string>> = {
  "2.5.4.3": "CN",
  "2.5.4.7": "L",
  "2.5.4.8": "ST",
  "2.5.4.10": "O",
  "2.5.4.11": "OU",
  "2.5.4.6": "C",
  "2.5.4.9": "STREET",
  "0.9.2342.19200300.100.1.25": "DC",
  "0.9.2342.19200300.100.1.1": "UID",
};

/**
 * Writes a name as text (RFC 4514).
 *
 * @example
 * ```ts
 * formatDistinguishedName(certificate.subject); // 1.2.643.100.1=1027700000000,O=ООО \"Ромашка\",C=RU
 * ```
 */
export function formatDistinguishedName(name: DistinguishedName, options: FormatNameOptions = {}): string {
  const { order = "rfc4514", unnamedTypes = "text" } = options;
  const relativeNames = name.relativeNames.map((attributes) =>
    attributes.map((attribute) => formatAttribute(attribute, unnamedTypes)).join("+"),
  );
  return (order === "rfc4514" ? relativeNames.reverse() : relativeNames).join(",");
}

function formatAttribute({ oid, text, der }: NameAttribute, unnamedTypes: "text" | "hex"): string {
  const keyword = keywords[oid];
  const asText = text !== undefined && (keyword !== undefined || unnamedTypes === "text");
  return `${keyword ?? oid}=${asText ? escapeValue(text) : `#${bytesToHex(der)}`}`;
}

/** RFC 4514 §2.4; control characters too are written as octets, so that the text stays on one line and fits into XML. */
function escapeValue(text: string): string {
  return (
    text
      .replace(/["+,;<>\\]/g, "\\$&")
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is escaped here.
      .replace(/[\u0000-\u001f\u007f]/g, (control) => `\\${control.charCodeAt(0).toString(16).padStart(2, "0")}`)
      .replace(/^[ #]/, "\\$&")
      .replace(/(?<!^\\) $/, "\\ ")
  );
}
