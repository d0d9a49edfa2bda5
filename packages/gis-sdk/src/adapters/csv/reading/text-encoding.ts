import { Buffer, isUtf8 } from "node:buffer";

/** The encodings that registers come in. */
export type RegisterEncoding = "utf-8" | "windows-1251";

/** What the bytes 0x80 to 0xFF mean in windows-1251; 0x98 means nothing. */
const upperHalf =
  "ЂЃ‚ѓ„…†‡€‰Љ‹ЊЌЋЏђ‘’“”•–—\uFFFD™љ›њќћџ\u00A0ЎўЈ¤Ґ¦§Ё©Є«¬\u00AD®Ї°±Ііґµ¶·ё№є»јЅѕї" +
  "АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯабвгдежзийклмнопрстуфхцчшщъыьэюя";

/** The byte of windows-1251 that has no meaning. */
export const windows1251Unassigned = 0x98;

/** For each byte from 0x80 its character in UTF-8: up to three bytes, then their number. */
const utf8Of1251 = Uint8Array.from(
  Array.from(upperHalf).flatMap((character) => {
    const bytes = [...Buffer.from(character)];
    return [bytes[0] ?? 0, bytes[1] ?? 0, bytes[2] ?? 0, bytes.length];
  }),
);

/** Writes one windows-1251 byte from 0x80 upwards into `target` as UTF-8 and returns the position behind it. */
export function put1251AsUtf8(byte: number, target: Uint8Array, at: number): number {
  const entry = (byte - 0x80) * 4;
  const length = utf8Of1251[entry + 3] ?? 0;
  for (let index = 0; index < length; index += 1) target[at + index] = utf8Of1251[entry + index] ?? 0;
  return at + length;
}

/** Which encoding a register is in, as far as is known. */
export interface EncodingChoice {
  /** The encoding to read `[from, to)` in. The first text that is not ASCII decides for all that follows. */
  of(bytes: Uint8Array, from: number, to: number): RegisterEncoding;
}

/** Creates a choice that is made already when `given`, and otherwise by the first text that is not ASCII. */
export function createEncodingChoice(given: RegisterEncoding | undefined): EncodingChoice {
  let chosen = given;
  return {
    of(bytes, from, to) {
      if (chosen !== undefined) return chosen;
      for (let at = from; at < to; at += 1) {
        if ((bytes[at] ?? 0) < 0x80) continue;
        chosen = isUtf8(bytes.subarray(from, to)) ? "utf-8" : "windows-1251";
        return chosen;
      }
      return "utf-8";
    },
  };
}

/** Decodes for people: what is invalid becomes the replacement character. */
export function decodeText(bytes: Uint8Array, encoding: RegisterEncoding): string {
  if (encoding === "utf-8") return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("utf8");
  let text = "";
  for (const byte of bytes) text += byte < 0x80 ? String.fromCharCode(byte) : upperHalf.charAt(byte - 0x80);
  return text;
}
