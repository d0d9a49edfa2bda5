import { formatMinorUnits } from "@opora/core";
import { putAscii } from "../byte-writer.js";
import { carriageReturn, lineFeed, minus, quote, semicolon, zero } from "../reading/ascii.js";

/** The delimiter of every file that is written. */
export const writtenDelimiter = semicolon;

/** Put in front of a text that a spreadsheet could run as a formula. */
export const guard = 0x27;

/** A text that opens with one of these is guarded; the guard itself is one of them, so that it can be taken off again. */
const guardedFirstBytes: readonly number[] = Array.from("=+-@\t\r'", (character) => character.charCodeAt(0));

/** The most bytes that {@link putForeignText} makes of `length` bytes. */
export function foreignTextBytesMax(length: number): number {
  return 2 * length + 3;
}

/**
 * Writes a text that came from outside, guarded against being run as a formula, in quotes where it must be. Like every
 * function here that puts something into `bytes` at `at`, it returns the position behind.
 */
export function putForeignText(bytes: Uint8Array, at: number, source: Uint8Array, from: number, to: number): number {
  const isQuoted = needsQuotes(source, from, to);
  let end = at;
  if (isQuoted) {
    bytes[end] = quote;
    end += 1;
  }
  if (from < to && guardedFirstBytes.includes(source[from] ?? 0)) {
    bytes[end] = guard;
    end += 1;
  }
  for (let index = from; index < to; index += 1) {
    const byte = source[index] ?? 0;
    bytes[end] = byte;
    end += 1;
    if (byte !== quote) continue;
    bytes[end] = quote;
    end += 1;
  }
  if (isQuoted) {
    bytes[end] = quote;
    end += 1;
  }
  return end;
}

/** The most bytes that an amount takes. */
export const amountBytesMax = 32;

/** Writes roubles with two decimals. */
export function putAmount(bytes: Uint8Array, at: number, minor: bigint, decimalMark: number): number {
  const magnitude = Math.abs(Number(minor));
  if (!Number.isSafeInteger(magnitude)) {
    return putAscii(bytes, at, formatMinorUnits(minor, 2).replace(".", String.fromCharCode(decimalMark)));
  }
  let end = at;
  if (minor < 0n) {
    bytes[end] = minus;
    end += 1;
  }
  const kopecks = magnitude % 100;
  end = putNumber(bytes, end, (magnitude - kopecks) / 100);
  const tens = Math.floor(kopecks / 10);
  bytes[end] = decimalMark;
  bytes[end + 1] = zero + tens;
  bytes[end + 2] = zero + kopecks - tens * 10;
  return end + 3;
}

/** The most bytes that a number takes. */
export const numberBytesMax = 16;

/** Writes an integer that is not negative. */
export function putNumber(bytes: Uint8Array, at: number, value: number): number {
  let end = at + 1;
  for (let limit = 10; value >= limit; limit *= 10) end += 1;
  let rest = value;
  for (let index = end - 1; index >= at; index -= 1) {
    const digit = rest % 10;
    bytes[index] = zero + digit;
    rest = (rest - digit) / 10;
  }
  return end;
}

function needsQuotes(bytes: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at < to; at += 1) {
    const byte = bytes[at];
    if (byte === quote || byte === writtenDelimiter || byte === lineFeed || byte === carriageReturn) return true;
  }
  return false;
}
