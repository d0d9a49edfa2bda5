import type { Socket } from "node:net";
import { systemRandom } from "@opora/core";
import type { SharedKeyProof } from "../wire/authentication.js";
import type { BodyEncoding, EnvelopeBody } from "../wire/envelope-body.js";
import { decodeRefusal, refusalError } from "../wire/refusal.js";
import { notSent, unanswered, unauthenticated } from "../wire/transport-errors.js";
import { badFrame, type Frame } from "./frame.js";
import { createFrameChannel, type FrameChannel } from "./frame-channel.js";
import {
  connectionFrame,
  decodeOffer,
  encodeHello,
  isSessionProof,
  nonceBytes,
  sessionKeys,
  sessionProof,
} from "./handshake.js";
import { packingMarginBytes } from "./tcp-wire.js";

/** A child's connection that both sides have agreed on. */
export interface TcpConnection {
  /** The largest envelope that the root takes, in bytes of JSON. */
  readonly maxEnvelopeBytes: number;
  /** Whether it takes further requests. */
  isOpen(): boolean;
  /**
   * Sends a request and resolves with the frame that answers it. When the signal aborts, the answer is no longer waited
   * for; a connection on which nothing came back in all that time is given up.
   */
  exchange(request: TcpRequest, signal: AbortSignal): Promise<EnvelopeBody>;
  close(reason: Error): void;
}

/** A request for a {@link TcpConnection}. */
export interface TcpRequest {
  readonly body: EnvelopeBody;
  readonly accepts: BodyEncoding;
  /** Called when the first byte may leave. */
  readonly onSent: () => void;
}

/** What a connection works with. */
export interface ConnectionOptions {
  readonly proof: SharedKeyProof | undefined;
  /** The largest envelope that the child takes, in bytes of JSON. */
  readonly maxEnvelopeBytes: number;
  readonly idleTimeoutMs: number;
}

/** Greets the root on an open socket and resolves when it has said that it is ready, and proven itself where keys are shared. */
export async function greetRoot(socket: Socket, options: ConnectionOptions): Promise<TcpConnection> {
  const channel = createFrameChannel(socket);
  const frames = createFrameReader(socket, channel);
  const { proof, maxEnvelopeBytes } = options;
  const greeting = { channel, frames, maxEnvelopeBytes };
  const rootLimit = proof === undefined ? await greetUnsigned(greeting) : await greetSigned(greeting, proof);
  return createConnection(socket, channel, frames, options, rootLimit);
}

interface Greeting {
  readonly channel: FrameChannel;
  readonly frames: FrameReader;
  readonly maxEnvelopeBytes: number;
}

async function greetUnsigned({ channel, frames, maxEnvelopeBytes }: Greeting): Promise<number> {
  const hello = { isSigned: false, nodeId: "", nonce: new Uint8Array(nonceBytes), maxEnvelopeBytes };
  channel.send(connectionFrame("hello", encodeHello(hello)));
  return decodeOffer(await frames.next("ready")).maxEnvelopeBytes;
}

async function greetSigned(
  greeting: Greeting,
  { nodeId, key, random = systemRandom }: SharedKeyProof,
): Promise<number> {
  const { channel, frames, maxEnvelopeBytes } = greeting;
  const nonce = random.bytes(nonceBytes);
  channel.send(connectionFrame("hello", encodeHello({ isSigned: true, nodeId, nonce, maxEnvelopeBytes })));
  const { maxEnvelopeBytes: rootLimit, evidence: rootNonce } = decodeOffer(await frames.next("challenge"));
  if (rootNonce.length !== nonceBytes) throw badFrame("has a nonce of a wrong length");
  const session = { nodeId, childNonce: nonce, rootNonce, childLimit: maxEnvelopeBytes, rootLimit };
  channel.send(connectionFrame("proof", sessionProof(key, "child", session)));
  const { evidence } = decodeOffer(await frames.next("ready"));
  if (!isSessionProof(key, "root", session, evidence)) {
    throw unauthenticated({ message: "The root has not the key of this node." });
  }
  channel.sign(sessionKeys(key, "child", session));
  return rootLimit;
}

/** Frames of the handshake one by one; later, all of them to one taker. */
interface FrameReader {
  next(kind: Frame["kind"]): Promise<Uint8Array>;
  takeAll(take: (frame: Frame) => void, end: (cause?: unknown) => void): void;
}

function createFrameReader(socket: Socket, channel: FrameChannel): FrameReader {
  let take: (frame: Frame) => void = () => end(badFrame("came before it was asked for"));
  let end: (cause?: unknown) => void = () => undefined;
  let failure: { readonly cause: unknown } | undefined;
  const fail = (cause?: unknown): void => {
    failure ??= { cause };
    end(cause);
  };
  socket.on("data", (chunk: Buffer) => {
    try {
      channel.receive(chunk, (frame) => take(frame));
    } catch (cause) {
      fail(cause);
      socket.destroy();
    }
  });
  socket.on("error", fail);
  socket.on("close", () => fail());

  return {
    next: (kind) =>
      new Promise((resolve, reject) => {
        end = (cause) => reject(cause ?? notSent({ message: "The root closed the connection before it was ready." }));
        if (failure !== undefined) end(failure.cause);
        take = (frame) => {
          if (frame.kind === "refusal") reject(refusalError(frame.payload));
          else if (frame.kind === kind) resolve(frame.payload);
          else reject(badFrame(`is a ${frame.kind} instead of a ${kind}`));
        };
      }),
    takeAll(taker, whenOver) {
      take = taker;
      end = whenOver;
      if (failure !== undefined) end(failure.cause);
    },
  };
}

interface Waiting {
  resolve(body: EnvelopeBody): void;
  reject(error: Error): void;
}

function createConnection(
  socket: Socket,
  channel: FrameChannel,
  frames: FrameReader,
  { maxEnvelopeBytes, idleTimeoutMs }: ConnectionOptions,
  rootLimit: number,
): TcpConnection {
  const waiting = new Map<number, Waiting>();
  let lastNumber = 0;
  let isOpen = true;

  const endWhenDone = (): void => {
    if (!isOpen && waiting.size === 0) socket.end();
  };
  const failAll = (failure: (cause?: unknown) => Error, cause?: unknown): void => {
    isOpen = false;
    for (const { reject } of waiting.values()) reject(failure(cause));
    waiting.clear();
  };
  const takeFrame = (frame: Frame): void => {
    if (frame.number === 0) {
      // The root closes: what it has not taken yet it refuses one by one.
      isOpen = false;
      const refusal = decodeRefusal(frame.payload);
      if (refusal?.code !== "PROCESSING_TRANSPORT_UNAVAILABLE") failAll(brokenOff, refusalError(frame.payload));
      endWhenDone();
      return;
    }
    // Nobody waits any more for an answer that comes too late.
    const request = waiting.get(frame.number);
    waiting.delete(frame.number);
    if (frame.kind === "answer")
      request?.resolve({ encoding: frame.isPacked ? "gzip" : "identity", bytes: frame.payload });
    else request?.reject(refusalError(frame.payload));
    endWhenDone();
  };
  channel.allow(maxEnvelopeBytes + packingMarginBytes);
  frames.takeAll(takeFrame, (cause) => failAll(brokenOff, cause));
  socket.setTimeout(idleTimeoutMs, () => {
    if (waiting.size > 0) return;
    isOpen = false;
    socket.end();
  });

  return {
    maxEnvelopeBytes: rootLimit,
    isOpen: () => isOpen && socket.writable,
    exchange({ body, accepts, onSent }, signal) {
      return new Promise((resolve, reject) => {
        lastNumber = (lastNumber % 0xffff_ffff) + 1;
        const number = lastNumber;
        const heardBefore = socket.bytesRead;
        const stop = (): void => {
          waiting.delete(number);
          reject(signal.reason);
          if (socket.bytesRead === heardBefore) socket.destroy();
          else endWhenDone();
        };
        const settled = (): void => signal.removeEventListener("abort", stop);
        waiting.set(number, {
          resolve(answer) {
            settled();
            resolve(answer);
          },
          reject(error) {
            settled();
            reject(error);
          },
        });
        signal.addEventListener("abort", stop, { once: true });
        onSent();
        channel.send({
          kind: "request",
          isPacked: body.encoding === "gzip",
          acceptsPacked: accepts === "gzip",
          number,
          payload: body.bytes,
        });
      });
    },
    close(reason) {
      failAll(() => reason);
      socket.destroy();
    },
  };
}

function brokenOff(cause?: unknown): Error {
  return unanswered({ message: "The connection broke before the answer was there.", cause });
}
