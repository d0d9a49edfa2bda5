import { GostError } from "../../errors.js";
import { constructedBit } from "./tag.js";

/** Identifier and length octets of one value. */
export interface DerHeader {
  readonly tag: number;
  /** Octets of identifier and length together. */
  readonly headerLength: number;
  /** Octets of the content; `undefined` for the indefinite form. */
  readonly contentLength: number | undefined;
}

/** Which encoding rules a header is read by: DER wants the shortest length, BER allows any. */
export type EncodingRules = "der" | "ber";

/** What has a place in a structure, for error messages. */
export interface Located {
  readonly path: string;
}

const maxTagOctets = 4;
const maxLengthOctets = 4;

/** Refuses the input: every reading failure of DER and BER carries the path, and the offset where it is known. */
export function invalidDer(path: string, problem: string, offset?: number): GostError {
  const place = offset === undefined ? path : `${path} at byte ${offset}`;
  return new GostError("GOST_ASN1_INVALID", `Cannot read ASN.1 value ${place}: ${problem}.`, {
    details: offset === undefined ? { path } : { path, offset },
  });
}

/**
 * Reads identifier and length octets (X.690 §8.1.2, §8.1.3) of the value at `offset`, which has to end at `end` at the
 * latest. A definite content is guaranteed to lie before `end`.
 *
 * @throws {@link GostError} `GOST_ASN1_INVALID`
 */
export function readHeader(
  bytes: Uint8Array,
  offset: number,
  end: number,
  rules: EncodingRules,
  within: Located,
): DerHeader {
  const first = offset < end ? bytes[offset] : undefined;
  if (first === undefined) throw invalidDer(within.path, "the value is missing", offset);
  const { tag, octets: tagOctets } =
    (first & 0x1f) === 0x1f ? readLongTag(bytes, offset, end, within) : { tag: first, octets: 1 };
  const lengthOffset = offset + tagOctets;
  const length = lengthOffset < end ? bytes[lengthOffset] : undefined;
  if (length === undefined) throw invalidDer(within.path, "the length is missing", lengthOffset);
  if (length === 0x80) {
    if (rules === "der") throw invalidDer(within.path, "DER forbids the indefinite length", lengthOffset);
    if ((first & constructedBit) === 0) {
      throw invalidDer(within.path, "a primitive value cannot have an indefinite length", lengthOffset);
    }
    return { tag, headerLength: tagOctets + 1, contentLength: undefined };
  }
  const octets = length < 0x80 ? 0 : length & 0x7f;
  const contentLength = octets === 0 ? length : readLongLength(bytes, lengthOffset, end, rules, within);
  const headerLength = tagOctets + 1 + octets;
  if (contentLength > end - offset - headerLength) {
    throw invalidDer(within.path, `the length ${contentLength} reaches beyond the end`, lengthOffset);
  }
  return { tag, headerLength, contentLength };
}

function readLongLength(bytes: Uint8Array, offset: number, end: number, rules: EncodingRules, within: Located): number {
  const octets = (bytes[offset] ?? 0) & 0x7f;
  if (octets > maxLengthOctets) throw invalidDer(within.path, "the length has more than four octets", offset);
  if (offset + octets >= end) throw invalidDer(within.path, "the length is cut off", offset);
  let length = 0;
  for (let index = 1; index <= octets; index++) length = length * 256 + (bytes[offset + index] ?? 0);
  if (rules === "der" && length < Math.max(0x80, 256 ** (octets - 1))) {
    throw invalidDer(within.path, "the length is not in its shortest form", offset);
  }
  return length;
}

function readLongTag(
  bytes: Uint8Array,
  offset: number,
  end: number,
  within: Located,
): { readonly tag: number; readonly octets: number } {
  let tag = bytes[offset] ?? 0;
  for (let octets = 2; octets <= maxTagOctets; octets++) {
    const place = offset + octets - 1;
    const octet = place < end ? bytes[place] : undefined;
    if (octet === undefined) throw invalidDer(within.path, "the tag is cut off", offset);
    tag = tag * 256 + octet;
    if (octet < 0x80) return { tag, octets };
  }
  throw invalidDer(within.path, `the tag has more than ${maxTagOctets} octets`, offset);
}
