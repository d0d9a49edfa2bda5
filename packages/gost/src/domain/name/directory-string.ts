import type { DerElement } from "../der/element.js";
import { invalidDer } from "../der/header.js";
import { derTag } from "../der/tag.js";

/**
 * Decodes a string of any type that names hold; `undefined` when the value is no string.
 *
 * The one-octet types are read as Latin-1 without a check of their alphabets: T61String is used so, and certificates with
 * an `@` in a PrintableString are in circulation.
 */
export function readDirectoryString(element: DerElement): string | undefined {
  switch (element.tag) {
    case derTag.utf8String:
      return decodeUtf8(element);
    case derTag.printableString:
    case derTag.ia5String:
    case derTag.numericString:
    case derTag.visibleString:
    case derTag.t61String:
      return decodeUnits(element, 1);
    case derTag.bmpString:
      return decodeUnits(element, 2);
    case derTag.universalString:
      return decodeUnits(element, 4);
    default:
      return undefined;
  }
}

function decodeUtf8(element: DerElement): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(element.content);
  } catch {
    throw invalidDer(element.path, "the UTF8String is not UTF-8");
  }
}

function decodeUnits(element: DerElement, unitLength: 1 | 2 | 4): string {
  const { content } = element;
  if (content.length % unitLength !== 0) throw invalidDer(element.path, "the string ends within a character");
  let text = "";
  for (let offset = 0; offset < content.length; offset += unitLength) {
    let unit = 0;
    for (const octet of content.subarray(offset, offset + unitLength)) unit = unit * 256 + octet;
    if (unit > 0x10ffff) throw invalidDer(element.path, "there is no such character");
    text += unit > 0xffff ? String.fromCodePoint(unit) : String.fromCharCode(unit);
  }
  return text;
}
