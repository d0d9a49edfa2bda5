import type { Socket } from "node:net";
import type { TLSSocket } from "node:tls";
import { systemRandom } from "@opora/core";
import type { NoCheck, SharedKeyCheck } from "../wire/authentication.js";
import { type Identified, identifiedAs, identifyByHost, knownKeys } from "../wire/identify.js";
import { type CertificateCheck, peerOfCertificate } from "../wire/tls.js";
import { unauthenticated } from "../wire/transport-errors.js";
import { badFrame, type Frame } from "./frame.js";
import type { FrameChannel } from "./frame-channel.js";
import {
  connectionFrame,
  decodeHello,
  encodeOffer,
  type Hello,
  isSessionProof,
  nonceBytes,
  type Session,
  sessionKeys,
  sessionProof,
} from "./handshake.js";
import { packingMarginBytes } from "./tcp-wire.js";

/** A connection that nobody is known on yet. */
export interface NewConnection {
  readonly socket: Socket;
  readonly channel: FrameChannel;
  readonly authentication: SharedKeyCheck | CertificateCheck | NoCheck;
  /** The largest envelope that the root takes. */
  readonly maxEnvelopeBytes: number;
}

/** A child that is known. */
export interface Greeted {
  readonly identified: Identified;
  /** The largest envelope that the child takes. */
  readonly maxAnswerEnvelopeBytes: number;
}

/** Takes the frames of a greeting one by one; resolves with who is there once that is known, and rejects otherwise. */
export type Greeting = (frame: Frame) => Promise<Greeted | undefined>;

/** Creates the root's side of a greeting. */
export function createGreeting(connection: NewConnection): Greeting {
  const { channel, authentication, maxEnvelopeBytes } = connection;
  let challenged: Challenged | undefined;

  const ready = (greeted: Greeted, evidence: Uint8Array): Greeted => {
    channel.send(connectionFrame("ready", encodeOffer({ maxEnvelopeBytes, evidence })));
    channel.allow(maxEnvelopeBytes + packingMarginBytes);
    return greeted;
  };
  return async (frame) => {
    if (challenged !== undefined) {
      const { session, key } = proven(frame, challenged);
      const identified = identifiedAs({ nodeId: session.nodeId, provenBy: "hmac" });
      const greeted = { identified, maxAnswerEnvelopeBytes: session.childLimit };
      ready(greeted, sessionProof(key, "root", session));
      channel.sign(sessionKeys(key, "root", session));
      return greeted;
    }
    if (frame.kind !== "hello") throw badFrame("is no hello");
    const hello = decodeHello(frame.payload);
    if (hello.isSigned !== (authentication.method === "hmac")) {
      throw unauthenticated({ message: "The root asks its children to prove themselves in another way." });
    }
    if (authentication.method !== "hmac") {
      const identified = identify(connection, authentication);
      return ready({ identified, maxAnswerEnvelopeBytes: hello.maxEnvelopeBytes }, new Uint8Array(0));
    }
    challenged = await challenge(hello, authentication, maxEnvelopeBytes);
    const evidence = challenged.session.rootNonce;
    channel.send(connectionFrame("challenge", encodeOffer({ maxEnvelopeBytes, evidence })));
    return undefined;
  };
}

interface Challenged {
  readonly session: Session;
  readonly keys: readonly Uint8Array[];
}

async function challenge(hello: Hello, { keysOf }: SharedKeyCheck, rootLimit: number): Promise<Challenged> {
  const { nodeId, nonce: childNonce, maxEnvelopeBytes: childLimit } = hello;
  // A node that is not known gets a challenge like any other: who asks does not learn which nodes there are.
  const keys = await knownKeys(keysOf, nodeId);
  return { session: { nodeId, childNonce, rootNonce: systemRandom.bytes(nonceBytes), childLimit, rootLimit }, keys };
}

function proven(frame: Frame, { session, keys }: Challenged): { readonly session: Session; readonly key: Uint8Array } {
  if (frame.kind !== "proof") throw badFrame("is no proof");
  const key = keys.find((candidate) => isSessionProof(candidate, "child", session, frame.payload));
  if (key === undefined) throw unauthenticated({ message: "The connection is not proven with a key of its node." });
  return { session, key };
}

function identify({ socket }: NewConnection, authentication: CertificateCheck | NoCheck): Identified {
  return authentication.method === "certificate"
    ? identifiedAs(peerOfCertificate(socket as TLSSocket, authentication))
    : identifyByHost(authentication, socket.remoteAddress);
}
