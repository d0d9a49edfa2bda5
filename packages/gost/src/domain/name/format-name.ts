import { bytesToHex } from "@noble/curves/utils.js";
import { refuseUnknownOptions } from "../options.js";
import type { DistinguishedName, NameAttribute } from "./distinguished-name.js";
import { nameTypes } from "./name-types.js";

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

/** Every type outside RFC 4514 §3 is written by its object identifier, whatever other keywords are in use. */
const keywords: ReadonlyMap<string, string> = new Map(
  Object.entries(nameTypes).map(([keyword, oid]) => [oid, keyword]),
);

/**
 * Writes a name as text (RFC 4514).
 *
 * @example
 * ```ts
 * formatDistinguishedName(certificate.subject); // 1.2.643.100.1=1027700000000,O=ООО \"Ромашка\",C=RU
 * ```
 */
export function formatDistinguishedName(name: DistinguishedName, options: FormatNameOptions = {}): string {
  refuseUnknownOptions(options, ["order", "unnamedTypes"]);
  const { order = "rfc4514", unnamedTypes = "text" } = options;
  const relativeNames = name.relativeNames.map((attributes) =>
    attributes.map((attribute) => formatAttribute(attribute, unnamedTypes)).join("+"),
  );
  return (order === "rfc4514" ? relativeNames.reverse() : relativeNames).join(",");
}

function formatAttribute({ oid, text, der }: NameAttribute, unnamedTypes: "text" | "hex"): string {
  const keyword = keywords.get(oid);
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
