import { GostError } from "../../errors.js";

/** Identifier and length octets of one value. */
export interface DerHeader {
  readonly tag: number;
  /** Octets of the identifier alone. */
  readonly tagLength: number;
  /** Octets of identifier and length together. */
  readonly headerLength: number;
  /** Octets of the content; `undefined` for the indefinite form. */
  readonly contentLength: number | undefined;
}

/** Which encoding rules a header is read by: DER wants the shortest length, BER allows any. */
export type EncodingRules = "der" | "ber";

const maximumTagOctets = 4;
const maximumLengthOctets = 4;

/** Refuses the input: every reading failure of DER and BER carries the path and the offset. */
export function invalidDer(path: string, problem: string, offset?: number): GostError {
  const place = offset === undefined ? path : `${path} at byte ${offset}`;
  return new GostError("GOST_ASN1_INVALID", `Cannot read ASN.1 value ${place}: ${problem}.`, {
    details: offset === undefined ? { path } : { path, offset },
  });
}

/**
 * Reads identifier and length octets (X.690 §8.1.2, §8.1.3). A definite content is guaranteed to lie inside `bytes`.
 *
 * @throws {@link GostError} `GOST_ASN1_INVALID`
 */
export function readHeader(bytes: Uint8Array, offset: number, rules: EncodingRules, path: string): DerHeader {
  const tag = readTag(bytes, offset, path);
  const lengthOffset = offset + tag.octets;
  const first = bytes[lengthOffset];
  if (first === undefined) throw invalidDer(path, "the length is missing", lengthOffset);
  if (first === 0x80) {
    if (rules === "der") throw invalidDer(path, "DER forbids the indefinite length", lengthOffset);
    if (((bytes[offset] ?? 0) & 0x20) === 0) {
      throw invalidDer(path, "a primitive value cannot have an indefinite length", lengthOffset);
    }
    return { tag: tag.value, tagLength: tag.octets, headerLength: tag.octets + 1, contentLength: undefined };
  }
  const octets = first < 0x80 ? 0 : first & 0x7f;
  if (octets > maximumLengthOctets) throw invalidDer(path, "the length has more than four octets", lengthOffset);
  let contentLength = octets === 0 ? first : 0;
  for (let index = 1; index <= octets; index++) {
    const octet = bytes[lengthOffset + index];
    if (octet === undefined) throw invalidDer(path, "the length is cut off", lengthOffset);
    contentLength = contentLength * 256 + octet;
  }
  if (rules === "der" && octets > 0 && contentLength < Math.max(0x80, 256 ** (octets - 1))) {
    throw invalidDer(path, "the length is not in its shortest form", lengthOffset);
  }
  const headerLength = tag.octets + 1 + octets;
  if (contentLength > bytes.length - offset - headerLength) {
    throw invalidDer(path, `the length ${contentLength} reaches beyond the end`, lengthOffset);
  }
  return { tag: tag.value, tagLength: tag.octets, headerLength, contentLength };
}

function readTag(bytes: Uint8Array, offset: number, path: string): { readonly value: number; readonly octets: number } {
  const first = bytes[offset];
  if (first === undefined) throw invalidDer(path, "the value is missing", offset);
  if ((first & 0x1f) !== 0x1f) return { value: first, octets: 1 };
  let value = first;
  for (let octets = 2; octets <= maximumTagOctets; octets++) {
    const octet = bytes[offset + octets - 1];
    if (octet === undefined) throw invalidDer(path, "the tag is cut off", offset);
    value = value * 256 + octet;
    if (octet < 0x80) return { value, octets };
  }
  throw invalidDer(path, `the tag has more than ${maximumTagOctets} octets`, offset);
}
