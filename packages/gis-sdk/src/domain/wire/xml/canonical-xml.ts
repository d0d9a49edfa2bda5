import { GisError } from "../../../errors.js";
import { namespaceOf, prefixOf } from "../../schema/lookup.js";

/**
 * Text and tags as Exclusive XML Canonicalization 1.0 writes them (https://www.w3.org/TR/xml-exc-c14n/ §3, on top of
 * Canonical XML 1.0 §2.3), so that what is written needs no canonicalisation before it is signed.
 */

/** Anything outside of Char (XML 1.0, production 2). */
const forbidden = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/u;
/** Anything that is written otherwise than as it is, or may be forbidden: &, <, >, carriage return, surrogates. */
const needsCare = /[^\t\n\u0020-\u0025\u0027-\u003b\u003d\u003f-\ud7ff\ue000-\ufffd]/;
const identifier = /^[A-Za-z_][\w.-]{0,127}$/;
const replacements: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#xD;" };

/**
 * Whether XML 1.0 can carry the text (production 2, `Char`): control characters come with the purposes of payments.
 */
export function isXmlText(text: string): boolean {
  return !(needsCare.test(text) && forbidden.test(text));
}

/**
 * Escapes character data.
 *
 * @throws {@link GisError} `GIS_XML_INVALID` for a character that XML 1.0 cannot carry.
 */
export function escapeText(text: string): string {
  if (!needsCare.test(text)) return text;
  if (forbidden.test(text)) {
    throw new GisError("GIS_XML_INVALID", "The text has a character that XML 1.0 cannot carry; remove it first");
  }
  return text.replace(/[&<>\r]/g, (character) => replacements[character] ?? character);
}

/** Start tag of an element that declares its prefix unless an ancestor has written that declaration already. */
export function startTag(element: string, declaredPrefixes: ReadonlySet<string>): string {
  const prefix = prefixOf(element);
  return declaredPrefixes.has(prefix) ? `<${element}>` : `<${element} xmlns:${prefix}="${namespaceOf(prefix)}">`;
}

/**
 * Checks a value for an `Id` attribute: a name in ASCII, at most 128 characters.
 *
 * @throws {@link GisError} `GIS_OPTIONS_INVALID`.
 */
export function checkIdentifier(id: string): string {
  if (!identifier.test(id)) {
    throw new GisError("GIS_OPTIONS_INVALID", "An Id is a letter or _ and up to 127 letters, digits, _, - or points");
  }
  return id;
}

const encoder = new TextEncoder();

/** UTF-8 bytes of a text. */
export function encodeUtf8(text: string): Uint8Array {
  return encoder.encode(text);
}
