import { GostError } from "../../errors.js";
import { joinBytes } from "../bytes.js";
import { refuseUnknownOptions } from "../options.js";
import { invalidDer, readHeader } from "./header.js";
import { constructedBit, derTag } from "./tag.js";
import { writeDer } from "./writer.js";

/** Bounds of {@link berToDer}. */
export interface BerLimits {
  /** Levels of nesting. Default: 64. */
  readonly maximumDepth?: number;
  /** Values in total. Default: 1,000,000. */
  readonly maximumValues?: number;
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
  refuseUnknownOptions(limits, ["maximumDepth", "maximumValues"]);
  const { maximumDepth = 64, maximumValues = 1_000_000 } = limits;
  let values = 0;

  /** Rewrites the value at `offset`; `end` is where it ends in the input. */
  const rewrite = (within: Uint8Array, offset: number, depth: number): { der: Uint8Array; end: number } => {
    const { tag, headerLength, contentLength } = readHeader(within, offset, within.length, "ber", { path });
    if (depth > maximumDepth) throw exceeded(path, "levels of nesting", maximumDepth);
    if (++values > maximumValues) throw exceeded(path, "values", maximumValues);
    const start = offset + headerLength;
    if (!isConstructed(within, offset)) {
      const end = start + (contentLength ?? 0);
      return { der: writeDer(tag, within.subarray(start, end)), end };
    }
    const end = contentLength === undefined ? undefined : start + contentLength;
    const children = end === undefined ? within : within.subarray(0, end);
    const parts: Uint8Array[] = [];
    let position = start;
    while (end === undefined ? !isEndOfContents(children, position) : position < end) {
      const child = rewrite(children, position, depth + 1);
      parts.push(child.der);
      position = child.end;
    }
    return {
      der: tag === segmentedString ? joinSegments(parts, path) : writeDer(tag, joinBytes(parts)),
      end: end ?? position + 2,
    };
  };

  const { der, end } = rewrite(bytes, 0, 1);
  if (end !== bytes.length) throw invalidDer(path, "there are bytes after the value", end);
  return der;
}

function isConstructed(bytes: Uint8Array, offset: number): boolean {
  return ((bytes[offset] ?? 0) & constructedBit) !== 0;
}

function isEndOfContents(bytes: Uint8Array, offset: number): boolean {
  return bytes[offset] === 0 && bytes[offset + 1] === 0;
}

function joinSegments(segments: readonly Uint8Array[], path: string): Uint8Array {
  const contents = segments.map((segment) => {
    const { tag, headerLength } = readHeader(segment, 0, segment.length, "der", { path });
    if (tag !== derTag.octetString) throw invalidDer(path, "a segment of an OCTET STRING has another tag");
    return segment.subarray(headerLength);
  });
  return writeDer(derTag.octetString, joinBytes(contents));
}

function exceeded(path: string, what: string, limit: number): GostError {
  return new GostError("GOST_LIMIT_EXCEEDED", `Cannot read ${path}: it has more than ${limit} ${what}.`, {
    details: { path, limit },
  });
}
