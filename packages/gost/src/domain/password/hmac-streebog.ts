import type { GostBits } from "../bits.js";
import { createStreebog, streebog } from "../streebog/streebog.js";

const blockLength = 64;

/** A keyed digest: message in, code out. */
export type Mac = (message: Uint8Array) => Uint8Array;

/** HMAC with Streebog under one key (RFC 2104, RFC 7836 §4.1). What depends on the key alone is computed once. */
export function createHmacStreebog(bits: GostBits, key: Uint8Array): Mac {
  const padded = new Uint8Array(blockLength);
  padded.set(key.length > blockLength ? streebog(bits, key) : key);
  const inner = createStreebog(bits).update(padded.map((octet) => octet ^ 0x36));
  const outer = createStreebog(bits).update(padded.map((octet) => octet ^ 0x5c));
  return (message) => outer.clone().update(inner.clone().update(message).digest()).digest();
}
