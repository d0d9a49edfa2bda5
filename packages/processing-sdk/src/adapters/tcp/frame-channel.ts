import { Buffer } from "node:buffer";
import type { Socket } from "node:net";
import { digestBytes, isSameDigest, keyedDigest } from "../wire/keyed-digest.js";
import { unauthenticated } from "../wire/transport-errors.js";
import { badFrame, type Frame, frameHead, headBytes, lengthBytes, readFrame } from "./frame.js";
import { createFrameSplitter } from "./frame-splitter.js";

/** Keys of one signed connection, one for each direction. */
export interface ChannelKeys {
  readonly outgoing: Uint8Array;
  readonly incoming: Uint8Array;
}

/** Frames over one socket. */
export interface FrameChannel {
  /** Writes a frame; `false` when the socket holds more than it should, until its `drain`. */
  send(frame: Frame): boolean;
  /**
   * Takes bytes from the socket and hands on the frames that they complete.
   *
   * @throws ProcessingError `PROCESSING_ENVELOPE_INVALID`, or `PROCESSING_UNAUTHENTICATED` at a wrong digest.
   */
  receive(chunk: Uint8Array, take: (frame: Frame) => void): void;
  /** Signs every frame from now on, and asks the same of the other side. */
  sign(keys: ChannelKeys): void;
  /** Lets frames be as long as this from now on. */
  allow(maxPayloadBytes: number): void;
  isWithinFrame(): boolean;
}

/** Most bytes of a payload before both sides know each other. */
const maxHandshakeBytes = 4096;

/** Creates a {@link FrameChannel}, unsigned at first and for short frames only. */
export function createFrameChannel(socket: Socket): FrameChannel {
  let keys: ChannelKeys | undefined;
  let sent = 0n;
  let received = 0n;
  let maxPayloadBytes = maxHandshakeBytes;
  const splitter = createFrameSplitter(() => maxPayloadBytes + 64);

  const open = (bytes: Uint8Array): Frame => {
    if (keys === undefined) return readFrame(bytes);
    if (bytes.length < headBytes + digestBytes) throw badFrame("is too short");
    const content = bytes.subarray(0, -digestBytes);
    const fields = [counterBytes(received), content.subarray(0, headBytes), content.subarray(headBytes)];
    const expected = keyedDigest(keys.incoming, fields);
    if (!isSameDigest(expected, bytes.subarray(-digestBytes))) {
      throw unauthenticated({ message: "A frame is not signed as the next one of this connection." });
    }
    received += 1n;
    return readFrame(content);
  };
  return {
    send(frame) {
      const head = frameHead(frame, keys === undefined ? 0 : digestBytes);
      socket.cork();
      socket.write(head);
      let isWritable = socket.write(frame.payload);
      if (keys !== undefined) {
        const fields = [counterBytes(sent), head.subarray(lengthBytes), frame.payload];
        isWritable = socket.write(keyedDigest(keys.outgoing, fields));
        sent += 1n;
      }
      process.nextTick(() => socket.uncork());
      return isWritable;
    },
    receive(chunk, take) {
      for (const bytes of splitter.push(chunk)) take(open(bytes));
    },
    sign(given) {
      keys = given;
    },
    allow(bytes) {
      maxPayloadBytes = bytes;
    },
    isWithinFrame: () => splitter.isWithinFrame(),
  };
}

function counterBytes(counter: bigint): Uint8Array {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(counter);
  return bytes;
}
