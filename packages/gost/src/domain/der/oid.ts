import { GostError } from "../../errors.js";
import type { DerElement } from "./element.js";
import { invalidDer } from "./header.js";
import { expectTag } from "./reader.js";
import { derTag } from "./tag.js";

const maxOctets = 64;
const dottedForm = /^[0-2](?:\.(?:0|[1-9]\d{0,15}))+$/;

/** Reads an OBJECT IDENTIFIER in dotted form: `1.2.643.7.1.1.1.1` (X.690 §8.19). */
export function readOid(element: DerElement): string {
  expectTag(element, derTag.objectIdentifier);
  const { content } = element;
  if (content.length === 0 || content.length > maxOctets || (content.at(-1) ?? 0) >= 0x80) {
    throw invalidDer(element.path, "the OBJECT IDENTIFIER is empty, cut off or too long");
  }
  const arcs: number[] = [];
  let arc = 0;
  let atStart = true;
  for (const octet of content) {
    if (atStart && octet === 0x80)
      throw invalidDer(element.path, "an arc of the OBJECT IDENTIFIER is not in its shortest form");
    arc = arc * 128 + (octet & 0x7f);
    if (arc > Number.MAX_SAFE_INTEGER) throw invalidDer(element.path, "an arc of the OBJECT IDENTIFIER is too large");
    atStart = octet < 0x80;
    if (!atStart) continue;
    if (arcs.length === 0) {
      const root = Math.min(Math.floor(arc / 40), 2);
      arcs.push(root, arc - root * 40);
    } else arcs.push(arc);
    arc = 0;
  }
  return arcs.join(".");
}

/**
 * Encodes the content octets of an OBJECT IDENTIFIER given in dotted form.
 *
 * @throws {@link GostError} `GOST_ASN1_INVALID` when `oid` is not one.
 */
export function encodeOid(oid: string): Uint8Array {
  const [root = 0, second = 0, ...rest] = oid.split(".").map(Number);
  if (!dottedForm.test(oid) || (root < 2 && second > 39)) {
    throw new GostError("GOST_ASN1_INVALID", `"${oid}" is not an OBJECT IDENTIFIER in dotted form.`, {
      details: { oid },
    });
  }
  return Uint8Array.from([root * 40 + second, ...rest].flatMap(arcOctets));
}

function arcOctets(arc: number): readonly number[] {
  const octets = [arc % 128];
  for (let left = Math.floor(arc / 128); left > 0; left = Math.floor(left / 128)) octets.unshift((left % 128) | 0x80);
  return octets;
}
