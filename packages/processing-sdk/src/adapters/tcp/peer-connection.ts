import type { Socket } from "node:net";
import { type AnsweringOptions, answerRequest, refuse } from "../wire/answer-request.js";
import type { NoCheck, SharedKeyCheck } from "../wire/authentication.js";
import type { ByteBudget } from "../wire/byte-budget.js";
import type { AnswerMessage } from "../wire/message.js";
import { encodeRefusal, toRefusal } from "../wire/refusal.js";
import type { CertificateCheck } from "../wire/tls.js";
import { notSent } from "../wire/transport-errors.js";
import { badFrame, type Frame } from "./frame.js";
import { createFrameChannel } from "./frame-channel.js";
import { createGreeting, type Greeted } from "./greet-child.js";
import { connectionFrame } from "./handshake.js";

/** A child's connection, at the root. */
export interface PeerConnection {
  /** Takes no further requests, and ends when those under way are answered. */
  drain(): void;
  destroy(): void;
}

/** What a connection works with. */
export interface PeerConnectionOptions {
  readonly authentication: SharedKeyCheck | CertificateCheck | NoCheck;
  readonly answering: AnsweringOptions;
  readonly budget: ByteBudget;
  readonly maxInFlight: number;
  readonly handshakeTimeoutMs: number;
  readonly receiveTimeoutMs: number;
  readonly idleTimeoutMs: number;
  /** Aborted when those under way are no longer waited for. */
  readonly signal: AbortSignal;
}

/** Greets a child and answers its requests until the connection ends. */
export function serveConnection(socket: Socket, options: PeerConnectionOptions): PeerConnection {
  const { authentication, answering, receiveTimeoutMs, idleTimeoutMs } = options;
  const channel = createFrameChannel(socket);
  const { maxEnvelopeBytes } = answering;
  const greet = createGreeting({ socket, channel, authentication, maxEnvelopeBytes });
  let child: Greeted | undefined;
  let isGreeting = false;
  let isDraining = false;
  let isOver = false;
  let inFlight = 0;

  const destroy = (): void => void socket.destroy();
  const handshakeTimer = setTimeout(destroy, options.handshakeTimeoutMs);
  let frameTimer: NodeJS.Timeout | undefined;

  const stopFrameTimer = (): void => {
    clearTimeout(frameTimer);
    frameTimer = undefined;
  };
  const giveUp = (error: unknown): void => {
    answering.onRefused(error);
    isOver = true;
    if (socket.writable) channel.send(connectionFrame("refusal", encodeRefusal(toRefusal(error))));
    socket.end(() => socket.destroy());
  };
  const steer = (): void => {
    // Who sends more than is worked on, or takes no answers, is not read until that has changed.
    if (inFlight < options.maxInFlight && !socket.writableNeedDrain) socket.resume();
    else socket.pause();
  };
  const send = (number: number, { kind, encoding, bytes }: AnswerMessage): void => {
    if (!socket.writable) return;
    channel.send({ kind, isPacked: encoding === "gzip", acceptsPacked: false, number, payload: bytes });
  };

  const greetWith = async (frame: Frame): Promise<void> => {
    isGreeting = true;
    try {
      child = await greet(frame);
      if (child !== undefined) clearTimeout(handshakeTimer);
    } catch (error) {
      giveUp(error);
    } finally {
      isGreeting = false;
    }
  };
  const answer = async (frame: Frame, from: Greeted): Promise<void> => {
    inFlight += 1;
    try {
      send(frame.number, await answerFrame(frame, from, options));
    } finally {
      inFlight -= 1;
      steer();
    }
  };
  const take = (frame: Frame): void => {
    if (isGreeting) throw badFrame("came before it was asked for");
    if (child === undefined) {
      void greetWith(frame);
      return;
    }
    if (frame.kind !== "request" || frame.number === 0) throw badFrame(`is a ${frame.kind} instead of a request`);
    if (isDraining) send(frame.number, refuse(toRefusal(closing())).message);
    else void answer(frame, child);
  };

  socket.on("data", (chunk: Buffer) => {
    if (isOver) return;
    try {
      channel.receive(chunk, (frame) => {
        stopFrameTimer();
        take(frame);
      });
      steer();
    } catch (error) {
      giveUp(error);
    }
    if (channel.isWithinFrame()) frameTimer ??= setTimeout(destroy, receiveTimeoutMs);
    else stopFrameTimer();
  });
  socket.on("drain", steer);
  // The child sees what happened for itself.
  socket.on("error", () => undefined);
  socket.on("close", () => {
    clearTimeout(handshakeTimer);
    stopFrameTimer();
  });
  socket.setTimeout(idleTimeoutMs, () => {
    if (inFlight === 0 || socket.writableLength > 0) socket.destroy();
  });

  return {
    destroy,
    drain() {
      isDraining = true;
      if (child === undefined) socket.destroy();
      else channel.send(connectionFrame("refusal", encodeRefusal(toRefusal(closing()))));
    },
  };
}

async function answerFrame(
  { payload, isPacked, acceptsPacked }: Frame,
  { identified, maxAnswerEnvelopeBytes }: Greeted,
  { answering, budget, signal }: PeerConnectionOptions,
): Promise<AnswerMessage> {
  if (!budget.take(payload.length)) {
    return refuse(toRefusal(notSent({ message: "The root holds too many requests. Try later." }))).message;
  }
  try {
    const limit = Math.min(maxAnswerEnvelopeBytes, answering.maxEnvelopeBytes);
    const limited = { ...answering, maxAnswerEnvelopeBytes: limit };
    const request = {
      encoding: isPacked ? "gzip" : "identity",
      accepts: acceptsPacked ? "gzip" : "identity",
      bytes: payload,
    } as const;
    const { message } = await answerRequest(request, identified, limited, signal);
    return message;
  } finally {
    budget.give(payload.length);
  }
}

function closing(): Error {
  return notSent({ message: "The root is closing." });
}
