import { blockLength, type StreebogCore, stateLayout } from "./core.js";
import { buildIterationConstants, buildTransformTables } from "./tables.js";

const wordsPerBlock = 16;
const rounds = 12;

/** Which byte of a 32-bit word of this machine has a given significance: flip these bits of its number. */
const byteOrder = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1 ? 0 : 3;

/** The look-up tables with the halves of each 64-bit entry apart. */
interface TransformTables {
  readonly low: Int32Array;
  readonly high: Int32Array;
}

/**
 * The compression function in plain JavaScript: 64-bit words as pairs of 32-bit halves, low half first. Used where
 * WebAssembly is not available, and by the tests as the other half of a differential check.
 */
export function createPortableCore(): StreebogCore {
  const tables = splitTables(toWords(buildTransformTables()));
  const constants = toWords(buildIterationConstants());
  const key = new Int32Array(wordsPerBlock);
  const value = new Int32Array(wordsPerBlock);
  const mixed = new Int32Array(wordsPerBlock);
  const block = new Int32Array(wordsPerBlock);
  const hash = new Int32Array(wordsPerBlock);
  const counter = new Int32Array(wordsPerBlock);
  const checksum = new Int32Array(wordsPerBlock);
  const mixedBytes = new Uint8Array(mixed.buffer);

  /** LPSX: `target` = L(P(S(`target` XOR `right`))), `right` read from `offset` on (RFC 6986 §8). */
  const transform = (target: Int32Array, right: Int32Array, offset: number): void => {
    for (let word = 0; word < wordsPerBlock; word++) mixed[word] = at(target, word) ^ at(right, offset + word);
    lookUp(tables, mixedBytes, target);
  };

  /** The compression function g_N (RFC 6986 §9). */
  const compress = (): void => {
    key.set(hash);
    transform(key, counter, 0);
    value.set(block);
    for (let round = 0; round < rounds; round++) {
      transform(value, key, 0);
      transform(key, constants, round * wordsPerBlock);
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
 * Word `i` of the result is the XOR of what the tables hold for byte `i` of each word. The eight look-ups are written out,
 * without calls: a loop or a function here makes the whole digest several times slower.
 */
function lookUp({ low, high }: TransformTables, bytes: Uint8Array, target: Int32Array): void {
  for (let word = 0; word < 8; word++) {
    const byte = word ^ byteOrder;
    const entry0 = bytes[byte] as number;
    const entry1 = (bytes[byte + 8] as number) + 0x100;
    const entry2 = (bytes[byte + 16] as number) + 0x200;
    const entry3 = (bytes[byte + 24] as number) + 0x300;
    const entry4 = (bytes[byte + 32] as number) + 0x400;
    const entry5 = (bytes[byte + 40] as number) + 0x500;
    const entry6 = (bytes[byte + 48] as number) + 0x600;
    const entry7 = (bytes[byte + 56] as number) + 0x700;
    target[2 * word] =
      (low[entry0] as number) ^
      (low[entry1] as number) ^
      (low[entry2] as number) ^
      (low[entry3] as number) ^
      (low[entry4] as number) ^
      (low[entry5] as number) ^
      (low[entry6] as number) ^
      (low[entry7] as number);
    target[2 * word + 1] =
      (high[entry0] as number) ^
      (high[entry1] as number) ^
      (high[entry2] as number) ^
      (high[entry3] as number) ^
      (high[entry4] as number) ^
      (high[entry5] as number) ^
      (high[entry6] as number) ^
      (high[entry7] as number);
  }
}

function splitTables(words: Int32Array): TransformTables {
  return {
    low: words.filter((_, index) => index % 2 === 0),
    high: words.filter((_, index) => index % 2 === 1),
  };
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
  const view = new DataView(bytes.buffer, bytes.byteOffset + offset, words.length * 4);
  for (let word = 0; word < words.length; word++) words[word] = view.getInt32(word * 4, true);
}

function storeWords(bytes: Uint8Array, offset: number, words: Int32Array): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset + offset, words.length * 4);
  for (let word = 0; word < words.length; word++) view.setInt32(word * 4, at(words, word), true);
}

function toWords(bytes: Uint8Array): Int32Array {
  const words = new Int32Array(bytes.length / 4);
  loadWords(words, bytes, 0);
  return words;
}
