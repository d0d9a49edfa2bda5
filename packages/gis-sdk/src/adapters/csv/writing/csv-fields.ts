import { formatMinorUnits } from "@opora/core";
import { putAscii } from "../byte-writer.js";
import { type ExactKopecks, exactKopecks } from "../exact-kopecks.js";
import { minus, quote, zero } from "../reading/ascii.js";
import { guard, needsGuard, needsQuotes } from "./plain-text.js";

/** The most bytes that {@link putForeignText} makes of `length` bytes. */
export function foreignTextBytesMax(length: number): number {
  return 2 * length + 3;
}

/**
 * Writes a text that came from outside, guarded against being run as a formula, in quotes where it must be. Like every
 * function here that puts something into `bytes` at `at`, it returns the position behind.
 */
export function putForeignText(bytes: Uint8Array, at: number, source: Uint8Array, from: number, to: number): number {
  let end = at;
  if (from < to && needsGuard(source[from] ?? 0)) {
    bytes[end] = guard;
    end += 1;
  }
  for (let index = from; index < to; index += 1, end += 1) {
    const byte = source[index] ?? 0;
    if (needsQuotes(byte)) return putQuotedText(bytes, at, source, from, to);
    bytes[end] = byte;
  }
  return end;
}

function putQuotedText(bytes: Uint8Array, at: number, source: Uint8Array, from: number, to: number): number {
  let end = at;
  const put = (byte: number): void => {
    bytes[end] = byte;
    end += 1;
  };
  put(quote);
  if (needsGuard(source[from] ?? 0)) put(guard);
  for (let index = from; index < to; index += 1) {
    const byte = source[index] ?? 0;
    if (byte === quote) put(quote);
    put(byte);
  }
  put(quote);
  return end;
}

/** The most bytes that an amount takes. */
export const amountBytesMax = 32;

/** Writes roubles with two decimals. */
export function putAmount(bytes: Uint8Array, at: number, minor: bigint, decimalMark: number): number {
  const kopecks = Number(minor);
  if (Number.isSafeInteger(kopecks)) return putKopecks(bytes, at, exactKopecks(kopecks), decimalMark);
  return putAscii(bytes, at, formatMinorUnits(minor, 2).replace(".", String.fromCharCode(decimalMark)));
}

/** Writes roubles with two decimals. */
export function putKopecks(bytes: Uint8Array, at: number, amount: ExactKopecks, decimalMark: number): number {
  let end = at;
  if (amount < 0) {
    bytes[end] = minus;
    end += 1;
  }
  const magnitude = Math.abs(amount);
  const roubles = Math.floor(magnitude / 100);
  end = putNumber(bytes, end, roubles);
  bytes[end] = decimalMark;
  return putDigits(bytes, end + 1, magnitude - roubles * 100, 2);
}

/** The most bytes that a number takes. */
export const numberBytesMax = 16;

/** So much is written by arithmetic of 32 bits, which is several times as fast as that of doubles. */
const smallLimit = 1e9;
const smallDigits = 9;

/** Writes an integer that is not negative. */
export function putNumber(bytes: Uint8Array, at: number, value: number): number {
  if (value < smallLimit) return putDigits(bytes, at, value, countDigits(value));
  const high = Math.floor(value / smallLimit);
  return putDigits(bytes, putNumber(bytes, at, high), value - high * smallLimit, smallDigits);
}

function countDigits(value: number): number {
  let digits = 1;
  for (let limit = 10; value >= limit; limit *= 10) digits += 1;
  return digits;
}

/** Writes an integer of at most nine digits, with zeros in front. */
function putDigits(bytes: Uint8Array, at: number, value: number, digits: number): number {
  let rest = value | 0;
  for (let index = at + digits - 1; index >= at; index -= 1) {
    const tenth = (rest / 10) | 0;
    bytes[index] = zero + rest - tenth * 10;
    rest = tenth;
  }
  return at + digits;
}
