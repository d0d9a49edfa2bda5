import { GostError } from "../../errors.js";
import { bytesOption, integerOption, refuseUnknownOptions } from "../options.js";
import { invalidDer, readHeader } from "./header.js";
import { constructedBit, derTag } from "./tag.js";
import { headerLength, writeHeader } from "./writer.js";

/** Bounds of {@link berToDer}. */
export interface BerLimits {
  /** Levels of nesting. Default: 64; at most 256. */
  readonly maxDepth?: number;
  /** Values in total. Default: 1,000,000; at most 10,000,000. */
  readonly maxValues?: number;
}

/** What streaming encoders write for content whose length they do not know yet. */
const segmentedString = constructedBit | derTag.octetString;

/**
 * Rewrites BER as DER: lengths become definite and shortest, a segmented OCTET STRING becomes one piece. CMS and PKCS#12
 * may come in BER (RFC 5652 §2; streaming encoders use it for attached content), everything after this function reads
 * DER alone. Input that is DER already comes back byte for byte. Nothing else is normalised: the order of a SET OF and
 * the values themselves stay as they are.
 *
 * Implicitly tagged segmented strings cannot be told from other constructed values; their readers join the segments.
 *
 * @throws {@link GostError} `GOST_ASN1_INVALID`, `GOST_LIMIT_EXCEEDED`
 */
export function berToDer(bytes: Uint8Array, path: string, limits: BerLimits = {}): Uint8Array {
  refuseUnknownOptions(limits, ["maxDepth", "maxValues"]);
  bytesOption("bytes", bytes);
  const maxDepth = integerOption("maxDepth", limits.maxDepth, { from: 1, to: 256, otherwise: 64 });
  const maxValues = integerOption("maxValues", limits.maxValues, { from: 1, to: 10_000_000, otherwise: 1_000_000 });
  let values = 0;

  /** Plans the value at `offset`; `end` is where it ends in the input. */
  const plan = (within: Uint8Array, offset: number, depth: number): { readonly value: PlannedValue; end: number } => {
    const { tag, headerLength: before, contentLength } = readHeader(within, offset, within.length, "ber", { path });
    if (depth > maxDepth) throw exceeded(path, "levels of nesting", maxDepth);
    if (++values > maxValues) throw exceeded(path, "values", maxValues);
    const start = offset + before;
    if (!isConstructed(within, offset)) {
      const end = start + (contentLength ?? 0);
      return { value: plannedValue(tag, within.subarray(start, end)), end };
    }
    const end = contentLength === undefined ? undefined : start + contentLength;
    const children = end === undefined ? within : within.subarray(0, end);
    const parts: PlannedValue[] = [];
    let position = start;
    while (end === undefined ? !isEndOfContents(children, position) : position < end) {
      const child = plan(children, position, depth + 1);
      parts.push(child.value);
      position = child.end;
    }
    return {
      value: plannedValue(tag, tag === segmentedString ? segments(parts, path) : parts),
      end: end ?? position + 2,
    };
  };

  const { value, end } = plan(bytes, 0, 1);
  if (end !== bytes.length) throw invalidDer(path, "there are bytes after the value", end);
  const der = new Uint8Array(lengthOf([value]));
  writePlanned(value, der, 0);
  return der;
}

/** A value as it is going to be written: planned first, so that each byte is copied once however deep it lies. */
interface PlannedValue {
  readonly tag: number;
  readonly contentLength: number;
  /** The content: bytes of the input, values, or segments of which the contents alone count. */
  readonly content: Uint8Array | readonly PlannedValue[] | Segments;
}

/** The pieces of a segmented OCTET STRING. */
interface Segments {
  readonly pieces: readonly PlannedValue[];
}

function plannedValue(sourceTag: number, content: PlannedValue["content"]): PlannedValue {
  const tag = sourceTag === segmentedString ? derTag.octetString : sourceTag;
  return { tag, contentLength: lengthOf(content), content };
}

function lengthOf(content: PlannedValue["content"]): number {
  if (content instanceof Uint8Array) return content.length;
  if ("pieces" in content) return content.pieces.reduce((sum, piece) => sum + piece.contentLength, 0);
  return content.reduce((sum, value) => sum + headerLength(value.tag, value.contentLength) + value.contentLength, 0);
}

function segments(pieces: readonly PlannedValue[], path: string): Segments {
  if (pieces.every(({ tag }) => tag === derTag.octetString)) return { pieces };
  throw invalidDer(path, "a segment of an OCTET STRING has another tag");
}

/** Writes a value at `offset` and returns where it ends. */
function writePlanned(value: PlannedValue, target: Uint8Array, offset: number): number {
  const header = writeHeader(value.tag, value.contentLength);
  target.set(header, offset);
  return writeContent(value, target, offset + header.length);
}

function writeContent({ content, contentLength }: PlannedValue, target: Uint8Array, offset: number): number {
  if (content instanceof Uint8Array) target.set(content, offset);
  else if ("pieces" in content) content.pieces.reduce((place, piece) => writeContent(piece, target, place), offset);
  else content.reduce((place, value) => writePlanned(value, target, place), offset);
  return offset + contentLength;
}

function isConstructed(bytes: Uint8Array, offset: number): boolean {
  return ((bytes[offset] ?? 0) & constructedBit) !== 0;
}

function isEndOfContents(bytes: Uint8Array, offset: number): boolean {
  return bytes[offset] === 0 && bytes[offset + 1] === 0;
}

function exceeded(path: string, what: string, limit: number): GostError {
  return new GostError("GOST_LIMIT_EXCEEDED", `Cannot read ${path}: it has more than ${limit} ${what}.`, {
    details: { path, limit },
  });
}
