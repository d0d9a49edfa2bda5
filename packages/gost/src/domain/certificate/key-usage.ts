import type { DerElement } from "../der/element.js";
import { hasBit, readBitString } from "../der/values.js";
import { writeNamedBits } from "../der/writer.js";

/** Names of the bits of the key usage extension, in their order (RFC 5280 §4.2.1.3). */
export const keyUsages = [
  "digitalSignature",
  "nonRepudiation",
  "keyEncipherment",
  "dataEncipherment",
  "keyAgreement",
  "keyCertSign",
  "crlSign",
  "encipherOnly",
  "decipherOnly",
] as const;

/** What a key may be used for. */
export type KeyUsage = (typeof keyUsages)[number];

/** Reads the value of the key usage extension. */
export function readKeyUsage(element: DerElement): ReadonlySet<KeyUsage> {
  const bits = readBitString(element);
  return new Set(keyUsages.filter((_, index) => hasBit(bits, index)));
}

/** Writes the value of the key usage extension. */
export function writeKeyUsage(usages: Iterable<KeyUsage>): Uint8Array {
  return writeNamedBits([...usages].map((usage) => keyUsages.indexOf(usage)));
}
