import { carriageReturn, lineFeed, quote, semicolon } from "../reading/ascii.js";

/** The delimiter of every file that is written. */
export const writtenDelimiter = semicolon;

/** Put in front of a text that a spreadsheet could run as a formula. */
export const guard = 0x27;

const isGuarded = flagged(Array.from("=+-@\t\r", (character) => character.charCodeAt(0)).concat(guard));
const isQuoted = flagged([quote, writtenDelimiter, lineFeed, carriageReturn]);

/**
 * Whether a text that begins with this byte gets a guard. The guard itself is such a byte, so that it can be taken off
 * again.
 */
export function needsGuard(firstByte: number): boolean {
  return isGuarded[firstByte] === 1;
}

/** Whether a text that holds this byte is written in quotes. */
export function needsQuotes(byte: number): boolean {
  return isQuoted[byte] === 1;
}

/** By byte: 1 where it is one of those given. */
function flagged(bytes: readonly number[]): Uint8Array {
  const flags = new Uint8Array(256);
  for (const byte of bytes) flags[byte] = 1;
  return flags;
}
