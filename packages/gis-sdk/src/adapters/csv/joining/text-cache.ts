import { Buffer } from "node:buffer";

/** Turns bytes into text, and the same bytes into the same text again without decoding them. */
export type TextCache = (bytes: Uint8Array, from: number, to: number) => string;

interface CachedText {
  readonly bytes: Uint8Array;
  readonly text: string;
}

/** Creates a memory of at most `entriesMax` texts, for fields that take few values. */
export function createTextCache(entriesMax: number): TextCache {
  const entries = new Map<number, CachedText>();
  return (bytes, from, to) => {
    let hash = to - from;
    for (let at = from; at < to; at += 1) hash = (Math.imul(hash, 31) + (bytes[at] ?? 0)) | 0;
    const known = entries.get(hash);
    if (known !== undefined && isSame(known.bytes, bytes, from, to)) return known.text;

    const own = bytes.slice(from, to);
    const entry = { bytes: own, text: Buffer.from(own.buffer).toString("utf8") };
    if (entries.size >= entriesMax) entries.clear();
    entries.set(hash, entry);
    return entry.text;
  };
}

function isSame(known: Uint8Array, bytes: Uint8Array, from: number, to: number): boolean {
  if (known.length !== to - from) return false;
  for (let index = 0; index < known.length; index += 1) {
    if (known[index] !== bytes[from + index]) return false;
  }
  return true;
}
