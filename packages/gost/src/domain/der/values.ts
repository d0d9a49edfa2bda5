import { bytesToNumberBE } from "@noble/curves/utils.js";
import type { DerElement } from "./element.js";
import { invalidDer } from "./header.js";
import { expectTag } from "./reader.js";
import { derTag } from "./tag.js";

/** Reads a BOOLEAN; DER knows two values only (X.690 §11.1). */
export function readBoolean(element: DerElement): boolean {
  expectTag(element, derTag.boolean);
  const value = element.content[0];
  if (element.content.length !== 1 || (value !== 0x00 && value !== 0xff)) {
    throw invalidDer(element.path, "a BOOLEAN is 00 or FF");
  }
  return value === 0xff;
}

/** Reads an INTEGER of any size, in its shortest form (X.690 §8.3.2). */
export function readInteger(element: DerElement): bigint {
  expectTag(element, derTag.integer);
  return integerContent(element);
}

/** Reads an ENUMERATED or a small INTEGER content as a number in `0 … 2^31-1`. */
export function readSmallNumber(element: DerElement): number {
  const value = integerContent(element);
  if (value < 0n || value > 0x7fff_ffffn) throw invalidDer(element.path, "the number is negative or above 2147483647");
  return Number(value);
}

function integerContent(element: DerElement): bigint {
  const { content } = element;
  const [first, second = 0] = content;
  if (first === undefined) throw invalidDer(element.path, "an INTEGER has at least one octet");
  if (content.length > 1 && (first === 0x00 ? second < 0x80 : first === 0xff && second >= 0x80)) {
    throw invalidDer(element.path, "the INTEGER is not in its shortest form");
  }
  return BigInt.asIntN(content.length * 8, bytesToNumberBE(content));
}

/** Reads an OCTET STRING. */
export function readOctetString(element: DerElement): Uint8Array {
  expectTag(element, derTag.octetString);
  return element.content;
}

/** A BIT STRING: its octets and how many low bits of the last one are padding. */
export interface BitString {
  readonly bytes: Uint8Array;
  readonly unusedBits: number;
}

/** Reads a BIT STRING; the padding bits must be zero (X.690 §11.2.1). */
export function readBitString(element: DerElement): BitString {
  expectTag(element, derTag.bitString);
  const [unusedBits] = element.content;
  const bytes = element.content.subarray(1);
  const last = bytes.at(-1) ?? 0;
  if (unusedBits === undefined || unusedBits > 7 || (bytes.length === 0 && unusedBits > 0)) {
    throw invalidDer(element.path, "the count of unused bits is wrong");
  }
  if ((last & ((1 << unusedBits) - 1)) !== 0) throw invalidDer(element.path, "the unused bits are not zero");
  return { bytes, unusedBits };
}

/** Reads a BIT STRING that holds whole octets, as keys and signatures do. */
export function readBitStringOctets(element: DerElement): Uint8Array {
  const { bytes, unusedBits } = readBitString(element);
  if (unusedBits !== 0) throw invalidDer(element.path, "the BIT STRING does not hold whole octets");
  return bytes;
}

/** Whether bit `index` is set; bit 0 is the most significant of the first octet, as named bit lists count. */
export function hasBit({ bytes }: BitString, index: number): boolean {
  return ((bytes[index >> 3] ?? 0) & (0x80 >> (index & 7))) !== 0;
}

/** Checks a NULL. */
export function readNull(element: DerElement): void {
  expectTag(element, derTag.null);
  if (element.content.length !== 0) throw invalidDer(element.path, "a NULL is empty");
}
