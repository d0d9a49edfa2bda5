import { createStreebog, type GostBits, GostError, readDer, streebog } from "@opora/gost";
import { readAttributes } from "./attribute.js";
import { forEachPiece } from "./content.js";
import { cmsOid } from "./object-identifiers.js";

/** What verification asks of a content. */
export interface ContentUnderTest {
  /** Its Streebog digest. */
  digest(bits: GostBits): Uint8Array;
  /** Whether it is the encoding of signed attributes. */
  isSignedAttributes(): boolean;
}

/** A content in memory. */
export function contentOfBytes(bytes: Uint8Array): ContentUnderTest {
  const digests = new Map<GostBits, Uint8Array>();
  return {
    digest(length) {
      const digest = digests.get(length) ?? streebog(length, bytes);
      digests.set(length, digest);
      return digest;
    },
    isSignedAttributes: () => isSignedAttributes(bytes),
  };
}

/** More than any signed attributes: of a longer content no more than this is kept. */
const maxKeptBytes = 64 * 1024;

/** Reads a content once and keeps what can be asked of it; it takes no more memory than one piece. */
export async function contentOfStream(
  stream: AsyncIterable<Uint8Array>,
  lengths: ReadonlySet<GostBits>,
  signal: AbortSignal | undefined,
): Promise<ContentUnderTest> {
  const hashers = new Map([...lengths].map((bits) => [bits, createStreebog(bits)]));
  const kept: Uint8Array[] = [];
  let length = 0;
  await forEachPiece(stream, signal, (piece) => {
    for (const hasher of hashers.values()) hasher.update(piece);
    if (length <= maxKeptBytes && piece.length > 0) kept.push(Uint8Array.from(piece.subarray(0, maxKeptBytes)));
    length += piece.length;
  });
  return {
    digest(bits) {
      const hasher = hashers.get(bits);
      if (hasher === undefined)
        throw new RangeError(`No digest of ${bits} bits was computed while the content was read.`);
      return hasher.digest();
    },
    isSignedAttributes: () => length <= maxKeptBytes && isSignedAttributes(Buffer.concat(kept)),
  };
}

/**
 * A signature over attributes also verifies without attributes over a content that is their encoding: whoever holds one
 * could pass the other off as signed (RFC 5652 §5.4 signs both alike). No genuine content looks like that.
 */
function isSignedAttributes(bytes: Uint8Array): boolean {
  try {
    const types = readAttributes(readDer(bytes, "content")).map(({ oid }) => oid);
    return types.includes(cmsOid.contentType) && types.includes(cmsOid.messageDigest);
  } catch (error) {
    if (GostError.is(error)) return false;
    throw error;
  }
}
