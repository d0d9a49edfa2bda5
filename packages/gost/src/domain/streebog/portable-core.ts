import { blockLength, type StreebogCore, stateLayout } from "./core.js";
import { buildIterationConstants, buildTransformTables } from "./tables.js";

const wordsPerBlock = 16;
const rounds = 12;

/**
 * The compression function in plain JavaScript: 64-bit words as pairs of 32-bit halves, low half first. Used where
 * WebAssembly is not available, and by the tests as the other half of a differential check.
 */
export function createPortableCore(): StreebogCore {
  const tables = toWords(buildTransformTables());
  const constants = toWords(buildIterationConstants());
  const key = new Int32Array(wordsPerBlock);
  const value = new Int32Array(wordsPerBlock);
  const mixed = new Int32Array(wordsPerBlock);
  const block = new Int32Array(wordsPerBlock);
  const hash = new Int32Array(wordsPerBlock);
  const counter = new Int32Array(wordsPerBlock);
  const checksum = new Int32Array(wordsPerBlock);

  /** The compression function g_N (RFC 6986 §9). */
  const compress = (): void => {
    key.set(hash);
    transform(tables, key, counter, 0, mixed);
    value.set(block);
    for (let round = 0; round < rounds; round++) {
      transform(tables, value, key, 0, mixed);
      transform(tables, key, constants, round * wordsPerBlock, mixed);
    }
    for (let word = 0; word < wordsPerBlock; word++) {
      hash[word] = at(hash, word) ^ at(value, word) ^ at(key, word) ^ at(block, word);
    }
  };

  return {
    absorb(state, data, bitsPerBlock) {
      loadWords(hash, state, stateLayout.hash);
      loadWords(counter, state, stateLayout.counter);
      loadWords(checksum, state, stateLayout.checksum);
      const bits = Int32Array.of(bitsPerBlock, ...new Array<number>(wordsPerBlock - 1).fill(0));
      for (let offset = 0; offset < data.length; offset += blockLength) {
        loadWords(block, data, offset);
        compress();
        addWords(counter, bits);
        addWords(checksum, block);
      }
      storeWords(state, stateLayout.hash, hash);
      storeWords(state, stateLayout.counter, counter);
      storeWords(state, stateLayout.checksum, checksum);
    },
  };
}

/**
 * LPSX: `target` = L(P(S(`target` XOR `right`))), `right` read from `offset` on (RFC 6986 §8). The eight look-ups of a
 * word are written out, without calls: a loop or a function here makes the whole digest several times slower.
 */
function transform(tables: Int32Array, target: Int32Array, right: Int32Array, offset: number, mixed: Int32Array): void {
  for (let word = 0; word < wordsPerBlock; word++)
    mixed[word] = (target[word] as number) ^ (right[offset + word] as number);
  for (let byte = 0; byte < 8; byte++) {
    const half = byte >> 2;
    const shift = (byte & 3) << 3;
    const entry0 = (((mixed[half] as number) >>> shift) & 0xff) << 1;
    const entry1 = ((((mixed[half + 2] as number) >>> shift) & 0xff) << 1) + 0x200;
    const entry2 = ((((mixed[half + 4] as number) >>> shift) & 0xff) << 1) + 0x400;
    const entry3 = ((((mixed[half + 6] as number) >>> shift) & 0xff) << 1) + 0x600;
    const entry4 = ((((mixed[half + 8] as number) >>> shift) & 0xff) << 1) + 0x800;
    const entry5 = ((((mixed[half + 10] as number) >>> shift) & 0xff) << 1) + 0xa00;
    const entry6 = ((((mixed[half + 12] as number) >>> shift) & 0xff) << 1) + 0xc00;
    const entry7 = ((((mixed[half + 14] as number) >>> shift) & 0xff) << 1) + 0xe00;
    target[byte << 1] =
      (tables[entry0] as number) ^
      (tables[entry1] as number) ^
      (tables[entry2] as number) ^
      (tables[entry3] as number) ^
      (tables[entry4] as number) ^
      (tables[entry5] as number) ^
      (tables[entry6] as number) ^
      (tables[entry7] as number);
    target[(byte << 1) + 1] =
      (tables[entry0 + 1] as number) ^
      (tables[entry1 + 1] as number) ^
      (tables[entry2 + 1] as number) ^
      (tables[entry3 + 1] as number) ^
      (tables[entry4 + 1] as number) ^
      (tables[entry5 + 1] as number) ^
      (tables[entry6 + 1] as number) ^
      (tables[entry7 + 1] as number);
  }
}

function at(words: Int32Array, index: number): number {
  return words[index] as number;
}

function addWords(target: Int32Array, addend: Int32Array): void {
  let carry = 0;
  for (let word = 0; word < wordsPerBlock; word++) {
    const sum = (at(target, word) >>> 0) + (at(addend, word) >>> 0) + carry;
    target[word] = sum;
    carry = sum > 0xffff_ffff ? 1 : 0;
  }
}

/** Reads little-endian words whatever the byte order of the machine. */
function loadWords(words: Int32Array, bytes: Uint8Array, offset: number): void {
  for (let word = 0; word < words.length; word++) {
    const start = offset + word * 4;
    words[word] =
      (bytes[start] as number) |
      ((bytes[start + 1] as number) << 8) |
      ((bytes[start + 2] as number) << 16) |
      ((bytes[start + 3] as number) << 24);
  }
}

function storeWords(bytes: Uint8Array, offset: number, words: Int32Array): void {
  for (let word = 0; word < words.length; word++) {
    const value = at(words, word);
    const start = offset + word * 4;
    bytes[start] = value;
    bytes[start + 1] = value >>> 8;
    bytes[start + 2] = value >>> 16;
    bytes[start + 3] = value >>> 24;
  }
}

function toWords(bytes: Uint8Array): Int32Array {
  const words = new Int32Array(bytes.length / 4);
  loadWords(words, bytes, 0);
  return words;
}
