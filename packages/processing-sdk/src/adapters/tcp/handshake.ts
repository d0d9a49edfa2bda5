import { Buffer } from "node:buffer";
import { isSameDigest, keyedDigest } from "../wire/keyed-digest.js";
import { badFrame, type Frame, type FrameKind } from "./frame.js";
import type { ChannelKeys } from "./frame-channel.js";

/**
 * How a connection begins. The child says `hello`: a version, whether it will prove itself by a shared key, its node id
 * and a nonce. With a shared key the root answers with a `challenge`, a nonce of its own; the child sends its `proof`, and
 * the root's `ready` has the proof of the root. Hello, challenge and ready also say how large an envelope may be for who sends
 * them. Both proofs cover both nonces and both limits, and so do the keys that sign the frames after them. Without a shared key the root says `ready` at once.
 */
export interface Hello {
  readonly isSigned: boolean;
  /** Empty without a shared key. */
  readonly nodeId: string;
  readonly nonce: Uint8Array;
  /** The largest envelope that the child takes, in bytes of JSON. */
  readonly maxEnvelopeBytes: number;
}

/** Bytes of a nonce in a handshake. */
export const nonceBytes = 32;

const scheme = "opora-processing-tcp-1";
const version = 1;

/** A frame about the connection itself. */
export function connectionFrame(kind: FrameKind, payload: Uint8Array): Frame {
  return { kind, isPacked: false, acceptsPacked: false, number: 0, payload };
}

/** Writes a hello: version, 1 or 0 for signed or not, the limit in 4 bytes, nonce, node id. */
export function encodeHello({ isSigned, nodeId, nonce, maxEnvelopeBytes }: Hello): Uint8Array {
  const head = Buffer.from([version, isSigned ? 1 : 0]);
  return Buffer.concat([head, numberBytes(maxEnvelopeBytes), nonce, Buffer.from(nodeId, "utf8")]);
}

/**
 * Reads a hello.
 *
 * @throws ProcessingError `PROCESSING_ENVELOPE_INVALID`.
 */
export function decodeHello(payload: Uint8Array): Hello {
  const bytes = Buffer.from(payload);
  if (bytes.length < nodeIdOffset || bytes[0] !== version || (bytes[1] ?? 2) > 1) {
    throw badFrame(`is no hello of version ${version}`);
  }
  return {
    isSigned: bytes[1] === 1,
    maxEnvelopeBytes: bytes.readUInt32BE(2),
    nonce: bytes.subarray(nonceOffset, nodeIdOffset),
    nodeId: bytes.subarray(nodeIdOffset).toString("utf8"),
  };
}

/** The payload of `challenge` and of `ready`: what the root takes, and its nonce or its proof. */
export interface Offer {
  /** The largest envelope that the root takes, in bytes of JSON. */
  readonly maxEnvelopeBytes: number;
  /** In `ready` empty without a shared key. */
  readonly evidence: Uint8Array;
}

/** Writes an offer: the limit in 4 bytes, nonce or proof. */
export function encodeOffer({ maxEnvelopeBytes, evidence }: Offer): Uint8Array {
  return Buffer.concat([numberBytes(maxEnvelopeBytes), evidence]);
}

/**
 * Reads an offer.
 *
 * @throws ProcessingError `PROCESSING_ENVELOPE_INVALID`.
 */
export function decodeOffer(payload: Uint8Array): Offer {
  const bytes = Buffer.from(payload);
  if (bytes.length < limitBytes) throw badFrame("says not what the root takes");
  return { maxEnvelopeBytes: bytes.readUInt32BE(0), evidence: bytes.subarray(limitBytes) };
}

const limitBytes = 4;
const nonceOffset = 2 + limitBytes;
const nodeIdOffset = nonceOffset + nonceBytes;

function numberBytes(value: number): Uint8Array {
  const bytes = Buffer.alloc(limitBytes);
  bytes.writeUInt32BE(value);
  return bytes;
}

/** What both sides know once the challenge is there. */
export interface Session {
  readonly nodeId: string;
  readonly childNonce: Uint8Array;
  readonly rootNonce: Uint8Array;
  /** The largest envelopes that child and root take. */
  readonly childLimit: number;
  readonly rootLimit: number;
}

/** What a side sends to prove that it has the key. */
export function sessionProof(key: Uint8Array, side: "child" | "root", session: Session): Uint8Array {
  return sessionDigest(key, `${side} proof`, session);
}

/** Whether the other side has the key. */
export function isSessionProof(key: Uint8Array, side: "child" | "root", session: Session, proof: Uint8Array): boolean {
  return isSameDigest(sessionProof(key, side, session), proof);
}

/** The keys of the frames that this side sends and receives. */
export function sessionKeys(key: Uint8Array, side: "child" | "root", session: Session): ChannelKeys {
  const fromChild = sessionDigest(key, "child frames", session);
  const fromRoot = sessionDigest(key, "root frames", session);
  return side === "child" ? { outgoing: fromChild, incoming: fromRoot } : { outgoing: fromRoot, incoming: fromChild };
}

function sessionDigest(key: Uint8Array, purpose: string, session: Session): Uint8Array {
  const { nodeId, childNonce, rootNonce, childLimit, rootLimit } = session;
  return keyedDigest(key, [scheme, purpose, nodeId, childNonce, rootNonce, String(childLimit), String(rootLimit)]);
}
