/** Bytes that grow. The storage is kept when the writer is cleared, so that one writer serves many rounds. */
export interface ByteWriter {
  /** The storage; the first {@link length} bytes were written. Another one takes its place when it grows. */
  readonly bytes: Uint8Array;
  readonly length: number;
  /** Makes sure that `count` bytes can be put behind what was written, and returns the storage to put them into. */
  room(count: number): Uint8Array;
  /** Says that everything before `end` is written now. */
  endAt(end: number): void;
  clear(): void;
}

/** Creates a writer with room for `capacity` bytes. */
export function createByteWriter(capacity: number): ByteWriter {
  let bytes = new Uint8Array(capacity);
  let length = 0;
  return {
    get bytes() {
      return bytes;
    },
    get length() {
      return length;
    },
    room(count) {
      if (length + count > bytes.length) {
        const larger = new Uint8Array(Math.max(length + count, 2 * bytes.length));
        larger.set(bytes.subarray(0, length));
        bytes = larger;
      }
      return bytes;
    },
    endAt(end) {
      length = end;
    },
    clear() {
      length = 0;
    },
  };
}

/** Appends text in UTF-8. */
export function appendText(writer: ByteWriter, text: string): void {
  const encoded = utf8.encode(text);
  writer.room(encoded.length).set(encoded, writer.length);
  writer.endAt(writer.length + encoded.length);
}

const utf8 = new TextEncoder();

/** Copies `[from, to)` of `source` to `at` and returns the position behind. */
export function putBytes(bytes: Uint8Array, at: number, source: Uint8Array, from: number, to: number): number {
  // Most of what is copied is shorter than what makes a native call worth it.
  if (to - from > 128) bytes.set(source.subarray(from, to), at);
  else for (let index = from, end = at; index < to; index += 1, end += 1) bytes[end] = source[index] ?? 0;
  return at + to - from;
}

/** Writes ASCII text at `at` and returns the position behind. */
export function putAscii(bytes: Uint8Array, at: number, text: string): number {
  for (let index = 0; index < text.length; index += 1) bytes[at + index] = text.charCodeAt(index);
  return at + text.length;
}
