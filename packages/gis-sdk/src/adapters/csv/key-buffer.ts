import { Buffer, isUtf8 } from "node:buffer";
import { rowLimits } from "../../domain/reconciliation/register-row.js";
import { del, space } from "./reading/ascii.js";
import { put1251AsUtf8, type RegisterEncoding, windows1251Unassigned } from "./reading/text-encoding.js";
import { needsGuard, needsQuotes } from "./writing/plain-text.js";

/** Why a field cannot be a part of the key. */
export type KeyRejection = "empty" | "field-too-long" | "control-character" | "encoding";

/** The longest key: three fields and the zero bytes between them. */
export const keyBytesMax = 3 * rowLimits.keyFieldBytesMax + 2;

/**
 * The key of one row in UTF-8: bill number, supplier and service with a zero byte between them, which none of them holds.
 * Rows with equal keys have equal bytes, and nothing is allocated to find that out.
 */
export interface KeyBuffer {
  readonly bytes: Uint8Array;
  readonly length: number;
  /** Where the supplier begins, and where the service. */
  readonly supplierFrom: number;
  readonly serviceFrom: number;
  /** Whether every field can be written to CSV as it stands, without quotes or a guard. */
  readonly isPlain: boolean;
  clear(): void;
  /** Adds a field read from a register, white space at its ends left out. */
  addBytes(bytes: Uint8Array, from: number, to: number, encoding: RegisterEncoding): KeyRejection | undefined;
  /** Adds a field that was normalised already. */
  addText(text: string): KeyRejection | undefined;
}

/** Creates an empty key buffer. */
export function createKeyBuffer(): KeyBuffer {
  // Room for a field of the greatest length in the widest encoding, before its length is checked.
  const bytes = new Uint8Array(keyBytesMax + 3 * rowLimits.keyFieldBytesMax);
  const key = { bytes, length: 0, supplierFrom: 0, serviceFrom: 0, isPlain: true };

  const startField = (): number => {
    if (key.length === 0) return 0;
    bytes[key.length] = 0;
    return key.length + 1;
  };

  const finishField = (start: number, end: number): KeyRejection | undefined => {
    if (end === start) return "empty";
    if (end - start > rowLimits.keyFieldBytesMax) return "field-too-long";
    if (needsGuard(bytes[start] ?? 0)) key.isPlain = false;
    if (key.supplierFrom === 0) key.supplierFrom = start;
    else if (key.serviceFrom === 0) key.serviceFrom = start;
    key.length = end;
    return undefined;
  };

  const addBytes: KeyBuffer["addBytes"] = (source, from, to, encoding) => {
    const first = skipSpaces(source, from, to, encoding);
    const behind = skipSpacesBack(source, first, to, encoding);
    if (behind - first > rowLimits.keyFieldBytesMax) return "field-too-long";
    const start = startField();
    let end = start;
    for (let at = first; at < behind; at += 1) {
      const byte = source[at] ?? 0;
      if (byte < 0x80) {
        if (byte < space || byte === del) return "control-character";
        if (needsQuotes(byte)) key.isPlain = false;
        bytes[end] = byte;
        end += 1;
      } else if (encoding === "windows-1251") {
        if (byte === windows1251Unassigned) return "encoding";
        end = put1251AsUtf8(byte, bytes, end);
      } else {
        const length = utf8Length(source, at, behind);
        if (length === 0) return "encoding";
        for (let index = 0; index < length; index += 1) bytes[end + index] = source[at + index] ?? 0;
        end += length;
        at += length - 1;
      }
    }
    return finishField(start, end);
  };

  const addText: KeyBuffer["addText"] = (text) => {
    if (text.length > rowLimits.keyFieldBytesMax) return "field-too-long";
    const encoded = Buffer.from(text);
    for (const byte of encoded) {
      if (byte < space || byte === del) return "control-character";
      if (needsQuotes(byte)) key.isPlain = false;
    }
    const start = startField();
    bytes.set(encoded, start);
    return finishField(start, start + encoded.length);
  };

  const clear = (): void => {
    key.length = 0;
    key.supplierFrom = 0;
    key.serviceFrom = 0;
    key.isPlain = true;
  };

  return Object.assign(key, { clear, addBytes, addText });
}

const noBreakSpace = 0xa0;
/** First byte of the no-break space in UTF-8. */
const noBreakSpaceLead = 0xc2;

function skipSpaces(bytes: Uint8Array, from: number, to: number, encoding: RegisterEncoding): number {
  let at = from;
  for (;;) {
    if (at < to && isBlank(bytes[at])) at += 1;
    else if (encoding === "windows-1251" && at < to && bytes[at] === noBreakSpace) at += 1;
    else if (encoding === "utf-8" && at + 1 < to && isNoBreakSpace(bytes, at)) at += 2;
    else return at;
  }
}

function skipSpacesBack(bytes: Uint8Array, from: number, to: number, encoding: RegisterEncoding): number {
  let behind = to;
  for (;;) {
    if (behind > from && isBlank(bytes[behind - 1])) behind -= 1;
    else if (encoding === "windows-1251" && behind > from && bytes[behind - 1] === noBreakSpace) behind -= 1;
    else if (encoding === "utf-8" && behind - 2 >= from && isNoBreakSpace(bytes, behind - 2)) behind -= 2;
    else return behind;
  }
}

function isBlank(byte: number | undefined): boolean {
  return byte === space || byte === 0x09;
}

function isNoBreakSpace(bytes: Uint8Array, at: number): boolean {
  return bytes[at] === noBreakSpaceLead && bytes[at + 1] === noBreakSpace;
}

/** Bytes of the character of UTF-8 that begins at `at`, which is not ASCII; zero when there is none before `to`. */
function utf8Length(bytes: Uint8Array, at: number, to: number): number {
  const lead = bytes[at] ?? 0;
  const next = at + 1 < to ? (bytes[at + 1] ?? 0) : 0;
  // All that Cyrillic needs is checked here, the rest by the platform.
  if (lead >= 0xc2 && lead <= 0xdf) return next >= 0x80 && next <= 0xbf ? 2 : 0;
  const length = lead >= 0xf0 ? 4 : 3;
  return at + length <= to && isUtf8(bytes.subarray(at, at + length)) ? length : 0;
}
