import { invalidOption } from "../options.js";
import type { Substitution } from "./substitutions.js";

/** A block of GOST 28147-89: its two 32-bit halves, the one that stands first in memory first. */
export type Block = readonly [first: number, second: number];

/** GOST 28147-89 under one key, block by block (RFC 5830 §5). */
export interface BlockCipher {
  encrypt(block: Block): Block;
  decrypt(block: Block): Block;
}

const keyWords = 8;

/** In which order the eight words of the key are used for encryption; decryption goes the other way. */
const schedule: readonly number[] = [0, 1, 2, 3, 4, 5, 6, 7]
  .flatMap((_, index, words) => (index < 3 ? words : []))
  .concat([7, 6, 5, 4, 3, 2, 1, 0]);
const reversedSchedule: readonly number[] = [...schedule].reverse();

/** Substitution and rotation by eleven bits of each octet at its place, so that a round costs four look-ups. */
export type RoundTables = readonly Uint32Array[];

/** Tabulates a substitution. */
export function buildRoundTables(substitution: Substitution): RoundTables {
  return [0, 1, 2, 3].map((octet) => {
    const high = substitution[6 - 2 * octet] ?? "";
    const low = substitution[7 - 2 * octet] ?? "";
    return Uint32Array.from({ length: 256 }, (_, value) => {
      const image = (digit(high, value >>> 4) << 4) | digit(low, value & 0xf);
      const placed = image << (8 * octet);
      return (placed << 11) | (placed >>> 21);
    });
  });
}

/** Sets up the cipher for a key of 32 bytes. */
export function createBlockCipher(tables: RoundTables, key: Uint8Array): BlockCipher {
  if (key.length !== keyWords * 4) throw invalidOption("key", "must have 32 bytes");
  const view = new DataView(key.buffer, key.byteOffset, key.length);
  const words = Array.from({ length: keyWords }, (_, index) => view.getUint32(index * 4, true));
  const run = (order: readonly number[], [first, second]: Block): Block => {
    let left = first;
    let right = second;
    for (const index of order) {
      const mixed = substitute(tables, (left + (words[index] ?? 0)) >>> 0) ^ right;
      right = left;
      left = mixed >>> 0;
    }
    // The last round does not exchange the halves.
    return [right, left];
  };
  return { encrypt: (block) => run(schedule, block), decrypt: (block) => run(reversedSchedule, block) };
}

function substitute([lowest, lower, higher, highest]: RoundTables, value: number): number {
  return (
    (lowest?.[value & 0xff] ?? 0) |
    (lower?.[(value >>> 8) & 0xff] ?? 0) |
    (higher?.[(value >>> 16) & 0xff] ?? 0) |
    (highest?.[value >>> 24] ?? 0)
  );
}

function digit(row: string, value: number): number {
  return Number.parseInt(row[value] ?? "", 16);
}
