import type { DerElement } from "../der/element.js";
import { hasBit, readBitString } from "../der/values.js";
import { writeNamedBits } from "../der/writer.js";
import { invalidOption } from "../options.js";

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

/**
 * Writes the value of the key usage extension.
 *
 * @throws {@link GostError} `GOST_OPTIONS_INVALID` for a usage that does not exist.
 * @internal
 */
export function writeKeyUsage(usages: Iterable<KeyUsage>): Uint8Array {
  return writeNamedBits(
    [...usages].map((usage) => {
      const bit = keyUsages.indexOf(usage);
      if (bit < 0) throw invalidOption("keyUsage", `must be one of ${keyUsages.join(", ")}`);
      return bit;
    }),
  );
}
