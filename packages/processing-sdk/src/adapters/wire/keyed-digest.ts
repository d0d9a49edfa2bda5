import { Buffer } from "node:buffer";
import { createHmac, timingSafeEqual } from "node:crypto";

/** Bytes of an HMAC-SHA-256. */
export const digestBytes = 32;

/** A part of what a digest covers; text counts as UTF-8. */
export type DigestField = string | Uint8Array;

/**
 * HMAC-SHA-256 over fields, each after its length in bytes as 4 bytes big-endian, so that no two lists of fields have the
 * same bytes.
 */
export function keyedDigest(key: Uint8Array, fields: readonly DigestField[]): Uint8Array {
  const hmac = createHmac("sha256", key);
  const length = Buffer.alloc(4);
  for (const field of fields) {
    const bytes = typeof field === "string" ? Buffer.from(field, "utf8") : field;
    length.writeUInt32BE(bytes.length);
    hmac.update(length);
    hmac.update(bytes);
  }
  return hmac.digest();
}

/** Compares two digests in a time that tells nothing of where they differ. */
export function isSameDigest(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && timingSafeEqual(left, right);
}
