import { Buffer } from "node:buffer";
import { badFrame, lengthBytes } from "./frame.js";

/** Cuts a stream of bytes into frames. */
export interface FrameSplitter {
  /**
   * Takes the next bytes; returns the frames that they complete, each without its length.
   *
   * @throws ProcessingError `PROCESSING_ENVELOPE_INVALID` at a length beyond the limit: nothing after it can be read.
   */
  push(chunk: Uint8Array): readonly Uint8Array[];
  /** Whether a frame has begun and not ended. */
  isWithinFrame(): boolean;
}

/** Creates a {@link FrameSplitter}. It keeps what has arrived, never what a length promises. */
export function createFrameSplitter(maxFrameBytes: () => number): FrameSplitter {
  let chunks: Uint8Array[] = [];
  let size = 0;
  let wanted: number | undefined;

  const take = (count: number): Uint8Array => {
    const all = chunks.length === 1 ? (chunks[0] as Uint8Array) : Buffer.concat(chunks, size);
    const rest = all.subarray(count);
    chunks = rest.length === 0 ? [] : [rest];
    size = rest.length;
    return all.subarray(0, count);
  };
  return {
    push(chunk) {
      chunks.push(chunk);
      size += chunk.length;
      const frames: Uint8Array[] = [];
      for (;;) {
        if (wanted === undefined) {
          if (size < lengthBytes) return frames;
          const head = take(lengthBytes);
          wanted = Buffer.from(head.buffer, head.byteOffset, lengthBytes).readUInt32BE();
          if (wanted > maxFrameBytes()) throw badFrame(`is longer than ${maxFrameBytes()} bytes`);
        }
        if (size < wanted) return frames;
        frames.push(take(wanted));
        wanted = undefined;
      }
    },
    isWithinFrame: () => size > 0 || wanted !== undefined,
  };
}
