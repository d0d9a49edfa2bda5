import type { DerElement } from "../der/element.js";
import { invalidDer } from "../der/header.js";
import { derTag } from "../der/tag.js";

/**
 * Decodes a string of any type that names hold; `undefined` when the value is no string.
 *
 * The one-octet types are read as Latin-1 without a check of their alphabets: T61String is used so, and certificates with
 * an `@` in a PrintableString are in circulation.
 */
export function readDirectoryString({ tag, content, path }: DerElement): string | undefined {
  switch (tag) {
    case derTag.utf8String:
      return decodeUtf8(content, path);
    case derTag.printableString:
    case derTag.ia5String:
    case derTag.numericString:
    case derTag.visibleString:
    case derTag.t61String:
      return decodeUnits(content, 1, path);
    case derTag.bmpString:
      return decodeUnits(content, 2, path);
    case derTag.universalString:
      return decodeUnits(content, 4, path);
    default:
      return undefined;
  }
}

function decodeUtf8(content: Uint8Array, path: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(content);
  } catch {
    throw invalidDer(path, "the UTF8String is not UTF-8");
  }
}

function decodeUnits(content: Uint8Array, unitLength: 1 | 2 | 4, path: string): string {
  if (content.length % unitLength !== 0) throw invalidDer(path, "the string ends within a character");
  let text = "";
  for (let offset = 0; offset < content.length; offset += unitLength) {
    let unit = 0;
    for (const octet of content.subarray(offset, offset + unitLength)) unit = unit * 256 + octet;
    if (unit > 0x10ffff) throw invalidDer(path, "there is no such character");
    text += unit > 0xffff ? String.fromCodePoint(unit) : String.fromCharCode(unit);
  }
  return text;
}
