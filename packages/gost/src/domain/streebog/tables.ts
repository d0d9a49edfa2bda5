import { hexToBytes } from "@noble/curves/utils.js";
import { reverseBytes } from "../bytes.js";
import { iterationConstants, linearRows, substitution } from "./constants.js";

/**
 * Substitution and linear transformation of RFC 6986 §6.2–6.4 in one look-up: 8 tables of 256 little-endian 64-bit words,
 * 16 KiB. Word `i` of the transformed block is the XOR over `j` of table `j` at byte `i` of word `j`; the permutation of
 * bytes between the two steps is in that order of reading.
 */
export function buildTransformTables(): Uint8Array {
  const images = hexToBytes(substitution);
  const rows = hexToBytes(linearRows);
  const tables = new Uint8Array(8 * 256 * 8);
  for (let table = 0; table < 8; table++) {
    for (let value = 0; value < 256; value++) {
      const image = images[value] ?? 0;
      const word = (table * 256 + value) * 8;
      for (let bit = 0; bit < 8; bit++) {
        if ((image & (1 << bit)) === 0) continue;
        // Row 0 belongs to the most significant bit of the word; each row is written big-endian.
        const row = (63 - (8 * table + bit)) * 8;
        for (let byte = 0; byte < 8; byte++)
          tables[word + byte] = (tables[word + byte] ?? 0) ^ (rows[row + 7 - byte] ?? 0);
      }
    }
  }
  return tables;
}

/** The iteration constants C1 … C12 as 64-byte blocks in the order of bytes in memory, 768 bytes. */
export function buildIterationConstants(): Uint8Array {
  const blocks = new Uint8Array(12 * 64);
  iterationConstants.forEach((constant, round) => {
    blocks.set(reverseBytes(hexToBytes(constant)), round * 64);
  });
  return blocks;
}
