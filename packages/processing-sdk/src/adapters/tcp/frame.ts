import { Buffer } from "node:buffer";
import { ProcessingError } from "@opora/processing-sdk";

/** What frames are for. */
export const frameKinds = { hello: 1, challenge: 2, proof: 3, ready: 4, request: 5, answer: 6, refusal: 7 } as const;

/** Name of a kind of frame. */
export type FrameKind = keyof typeof frameKinds;

/** One frame. */
export interface Frame {
  readonly kind: FrameKind;
  /** Whether the payload is packed by gzip. */
  readonly isPacked: boolean;
  /** Whether the answer may be packed. */
  readonly acceptsPacked: boolean;
  /** Of the request on its connection, from 1 on; its answer repeats it. 0 speaks of the connection itself. */
  readonly number: number;
  readonly payload: Uint8Array;
}

/** Bytes of the length before a frame. */
export const lengthBytes = 4;

/** Bytes of a frame before its payload: kind, flags, number. */
export const headBytes = 6;

const packedFlag = 1;
const acceptsPackedFlag = 2;

/**
 * The head of a frame: its length without these 4 bytes, big-endian; then kind and flags in a byte each, and the number in
 * 4 bytes. The payload follows, and on signed connections a digest, which counts to the length.
 */
export function frameHead(frame: Frame, digestLength: number): Uint8Array {
  const head = Buffer.alloc(lengthBytes + headBytes);
  head.writeUInt32BE(headBytes + frame.payload.length + digestLength, 0);
  head.writeUInt8(frameKinds[frame.kind], lengthBytes);
  head.writeUInt8((frame.isPacked ? packedFlag : 0) | (frame.acceptsPacked ? acceptsPackedFlag : 0), lengthBytes + 1);
  head.writeUInt32BE(frame.number, lengthBytes + 2);
  return head;
}

/**
 * Reads a frame from what follows its length, without a digest.
 *
 * @throws ProcessingError `PROCESSING_ENVELOPE_INVALID`.
 */
export function readFrame(bytes: Uint8Array): Frame {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.length < headBytes) throw badFrame("is too short");
  const kind = kindOf(view.readUInt8(0));
  const flags = view.readUInt8(1);
  if (kind === undefined || flags > (packedFlag | acceptsPackedFlag)) throw badFrame("is of no known kind");
  return {
    kind,
    isPacked: (flags & packedFlag) !== 0,
    acceptsPacked: (flags & acceptsPackedFlag) !== 0,
    number: view.readUInt32BE(2),
    payload: view.subarray(headBytes),
  };
}

/** The error of bytes that are no frame of this protocol. */
export function badFrame(what: string): ProcessingError {
  return new ProcessingError("PROCESSING_ENVELOPE_INVALID", `A frame ${what}.`);
}

function kindOf(code: number): FrameKind | undefined {
  return (Object.keys(frameKinds) as FrameKind[]).find((kind) => frameKinds[kind] === code);
}
