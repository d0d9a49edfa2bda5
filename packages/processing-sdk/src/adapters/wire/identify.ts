import { Buffer } from "node:buffer";
import { systemClock } from "@opora/core";
import type { Envelope, Peer } from "@opora/processing-sdk";
import type { NoCheck, SharedKeyCheck } from "./authentication.js";
import { isSameDigest } from "./keyed-digest.js";
import type { AnswerMessage, Credentials, RequestMessage } from "./message.js";
import { answerDigest, type RequestContext, requestDigest } from "./message-digest.js";
import { createNonceMemory } from "./nonce-memory.js";
import { notSent, unauthenticated } from "./transport-errors.js";

/** Who sent a request, as far as the listener can tell before it looks into the body. */
export interface Identified {
  /** The peer that the envelope counts as coming from. */
  peerOf(envelope: Envelope): Peer;
  /** The digest of what goes back. */
  sign(answer: Omit<AnswerMessage, "digest">): string | undefined;
  /** Set when the request was signed right and still is not taken. */
  readonly refused?: Refused;
}

/** Why a signed request is not taken. */
export interface Refused {
  readonly error: Error;
  /** A message that a broker delivers again looks like one that somebody recorded: it gets no answer. */
  readonly isRepeated: boolean;
}

/** Finds out who sent a request; rejects with `PROCESSING_UNAUTHENTICATED` when that cannot be told. */
export type Identify = (message: RequestMessage, target: string) => Promise<Identified>;

const defaultWindowMs = 300_000;
/** Stands in for the key of a node that is not known, so that an answer takes as long as for one that is. */
const noKey = new Uint8Array(32);

/** Identification by shared keys. */
export function identifyBySharedKey(check: SharedKeyCheck): Identify {
  const { keysOf, windowMs = defaultWindowMs, nonces = createNonceMemory(), clock = systemClock } = check;
  return async (message, target) => {
    const { credentials } = message;
    if (credentials === undefined) throw unauthenticated({ message: "The request is not signed." });
    const context: RequestContext = { target, credentials };
    const key = await findKey(keysOf, context, message, credentials);
    if (key === undefined) throw unauthenticated({ message: "The request is not signed with a key of its node." });

    const { nodeId, timeMs, nonce } = credentials;
    const identified: Identified = {
      peerOf: () => ({ nodeId, provenBy: "hmac" }),
      sign: (answer) => toText(answerDigest(key, context, { ...answer, requestId: message.requestId })),
    };
    const nowMs = clock.now().getTime();
    if (Math.abs(nowMs - timeMs) > windowMs) {
      const error = unauthenticated({
        message: `The request was signed ${nowMs - timeMs} ms before the clock of the root; ${windowMs} ms are allowed.`,
      });
      return { ...identified, refused: { error, isRepeated: false } };
    }
    const spent = await nonces.spend({ nodeId, nonce, nowMs, expiresAtMs: timeMs + windowMs + 1 });
    if (spent === "fresh") return identified;
    const isRepeated = spent === "used";
    const error = isRepeated
      ? unauthenticated({ message: "The nonce of the request was used before." })
      : notSent({ message: "The node has sent more requests than nonces can be remembered. Try later." });
    return { ...identified, refused: { error, isRepeated } };
  };
}

/** Identification by the host, from what an envelope says of itself. */
export function identifyByHost({ nodeOf }: NoCheck, remoteAddress: string | undefined): Identified {
  return {
    peerOf({ originId }) {
      const nodeId = nodeOf({ originId, remoteAddress });
      if (nodeId === undefined) throw unauthenticated({ message: "The root does not take this node." });
      return { nodeId, provenBy: "host" };
    },
    sign: () => undefined,
  };
}

/** Identification by the connection itself. */
export function identifiedAs(peer: Peer): Identified {
  return { peerOf: () => peer, sign: () => undefined };
}

async function findKey(
  keysOf: SharedKeyCheck["keysOf"],
  context: RequestContext,
  message: RequestMessage,
  { nodeId, digest }: Credentials,
): Promise<Uint8Array | undefined> {
  const given = Buffer.from(digest, "base64url");
  const keys = await knownKeys(keysOf, nodeId);
  let found: Uint8Array | undefined;
  for (const key of keys.length === 0 ? [noKey] : keys) {
    if (isSameDigest(requestDigest(key, context, message), given)) found = key;
  }
  return keys.length === 0 ? undefined : found;
}

/** The keys that the host has for a node, checked. */
export async function knownKeys(keysOf: SharedKeyCheck["keysOf"], nodeId: string): Promise<readonly Uint8Array[]> {
  const keys = await keysOf(nodeId);
  if (keys.length > maxKeys || keys.some((key) => key.length < minKeyBytes)) {
    throw new RangeError(`A node must have at most ${maxKeys} keys of at least ${minKeyBytes} bytes each.`);
  }
  return keys;
}

const maxKeys = 4;
/** Least bytes of a shared key. */
export const minKeyBytes = 32;

function toText(digest: Uint8Array): string {
  return Buffer.from(digest).toString("base64url");
}
