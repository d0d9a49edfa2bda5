import { numberToBytesBE } from "@noble/curves/utils.js";
import { compareBytes, concatBytes } from "../bytes.js";
import { encodeOid } from "./oid.js";
import { contextConstructed, derTag } from "./tag.js";

/** Encodes a value: identifier, shortest length, the parts one after another. */
export function writeDer(tag: number, ...parts: readonly Uint8Array[]): Uint8Array {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  return concatBytes(writeHeader(tag, length), ...parts);
}

/** Encodes identifier and shortest length of a value whose content follows. */
export function writeHeader(tag: number, contentLength: number): Uint8Array {
  if (tag < 0x100 && contentLength < 0x80) return Uint8Array.of(tag, contentLength);
  return concatBytes(tagOctets(tag), lengthOctets(contentLength));
}

/** How many octets {@link writeHeader} writes. */
export function headerLength(tag: number, contentLength: number): number {
  const longLength = contentLength < 0x80 ? 0 : octetsOf(contentLength);
  return octetsOf(tag) + 1 + longLength;
}

function octetsOf(value: number): number {
  let octets = 1;
  for (let left = Math.floor(value / 256); left > 0; left = Math.floor(left / 256)) octets++;
  return octets;
}

/** Encodes a SEQUENCE of values that are encoded already. */
export function writeSequence(...values: readonly Uint8Array[]): Uint8Array {
  return writeDer(derTag.sequence, ...values);
}

/** Encodes a SET OF: the values in the order of their encodings (X.690 §11.6). */
export function writeSetOf(...values: readonly Uint8Array[]): Uint8Array {
  return writeDer(derTag.set, ...[...values].sort(compareBytes));
}

/** Encodes a value under the explicit context tag `[number]`. */
export function writeExplicit(number: number, value: Uint8Array): Uint8Array {
  return writeDer(contextConstructed(number), value);
}

/** Encodes an INTEGER in its shortest form. */
export function writeInteger(value: bigint | number): Uint8Array {
  const integer = BigInt(value);
  let octets = 1;
  while (BigInt.asIntN(octets * 8, integer) !== integer) octets++;
  return writeDer(derTag.integer, numberToBytesBE(BigInt.asUintN(octets * 8, integer), octets));
}

/** Encodes an OBJECT IDENTIFIER given in dotted form. */
export function writeOid(oid: string): Uint8Array {
  return writeDer(derTag.objectIdentifier, encodeOid(oid));
}

/** Encodes an OCTET STRING. */
export function writeOctetString(bytes: Uint8Array): Uint8Array {
  return writeDer(derTag.octetString, bytes);
}

/** Encodes a BIT STRING of whole octets. */
export function writeBitString(bytes: Uint8Array): Uint8Array {
  return writeDer(derTag.bitString, Uint8Array.of(0), bytes);
}

/** Encodes a named bit list: the numbers of the bits that are set, without trailing zero bits (X.690 §11.2.2). */
export function writeNamedBits(bits: readonly number[]): Uint8Array {
  const highest = Math.max(-1, ...bits);
  const octets = new Uint8Array((highest >> 3) + 1);
  for (const bit of bits) octets[bit >> 3] = (octets[bit >> 3] ?? 0) | (0x80 >> (bit & 7));
  return writeDer(derTag.bitString, Uint8Array.of(highest < 0 ? 0 : 7 - (highest & 7)), octets);
}

/** Encodes a BOOLEAN. */
export function writeBoolean(value: boolean): Uint8Array {
  return writeDer(derTag.boolean, Uint8Array.of(value ? 0xff : 0x00));
}

/** Encodes a NULL. */
export function writeNull(): Uint8Array {
  return writeDer(derTag.null);
}

/** Encodes a UTF8String. */
export function writeUtf8String(text: string): Uint8Array {
  return writeDer(derTag.utf8String, new TextEncoder().encode(text));
}

function tagOctets(tag: number): Uint8Array {
  return Uint8Array.from(bigEndianOctets(tag));
}

function lengthOctets(length: number): Uint8Array {
  if (length < 0x80) return Uint8Array.of(length);
  const octets = bigEndianOctets(length);
  return Uint8Array.of(0x80 | octets.length, ...octets);
}

function bigEndianOctets(value: number): readonly number[] {
  const octets = [value % 256];
  for (let left = Math.floor(value / 256); left > 0; left = Math.floor(left / 256)) octets.unshift(left % 256);
  return octets;
}
