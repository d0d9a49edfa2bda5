/**
 * A line in a run: length of the text (u32), length of its order (u16), both little-endian, then the order, then the text.
 * Lines are sorted by the bytes of their order.
 */
export const lineHeaderBytes = 6;

/** Writes the header of the line at `at`. */
export function putLineHeader(bytes: Uint8Array, at: number, orderLength: number, textLength: number): void {
  bytes[at] = textLength;
  bytes[at + 1] = textLength >>> 8;
  bytes[at + 2] = textLength >>> 16;
  bytes[at + 3] = textLength >>> 24;
  bytes[at + 4] = orderLength;
  bytes[at + 5] = orderLength >>> 8;
}

/** Where the text of the line at `at` begins. */
export function textStart(bytes: Uint8Array, at: number): number {
  return at + lineHeaderBytes + orderLength(bytes, at);
}

/** Behind the text of the line at `at`, which is where the next line begins. */
export function textEnd(bytes: Uint8Array, at: number): number {
  return textStart(bytes, at) + textLength(bytes, at);
}

/** Negative, zero or positive, as the orders of two lines stand to each other byte by byte. */
export function compareLines(a: Uint8Array, aAt: number, b: Uint8Array, bAt: number): number {
  const aLength = orderLength(a, aAt);
  const bLength = orderLength(b, bAt);
  const shared = Math.min(aLength, bLength);
  const aEnd = aAt + lineHeaderBytes + shared;
  for (let aIndex = aAt + lineHeaderBytes, bIndex = bAt + lineHeaderBytes; aIndex < aEnd; aIndex += 1, bIndex += 1) {
    const difference = (a[aIndex] ?? 0) - (b[bIndex] ?? 0);
    if (difference !== 0) return difference;
  }
  return aLength - bLength;
}

function textLength(bytes: Uint8Array, at: number): number {
  const low = (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16);
  return low + (bytes[at + 3] ?? 0) * 2 ** 24;
}

function orderLength(bytes: Uint8Array, at: number): number {
  return (bytes[at + 4] ?? 0) | ((bytes[at + 5] ?? 0) << 8);
}
