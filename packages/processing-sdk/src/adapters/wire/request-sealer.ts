import { Buffer } from "node:buffer";
import { systemClock, systemRandom } from "@opora/core";
import type { Envelope } from "@opora/processing-sdk";
import type { SharedKeyProof } from "./authentication.js";
import { type BodyEncoding, packEnvelope, unpackEnvelope } from "./envelope-body.js";
import { isSameDigest } from "./keyed-digest.js";
import type { AnswerMessage, Credentials, RequestMessage } from "./message.js";
import { answerDigest, type RequestContext, requestDigest } from "./message-digest.js";
import { refusalError } from "./refusal.js";
import { badAnswer, unauthenticated } from "./transport-errors.js";

/** How a child makes messages of its requests. */
export interface SealerOptions {
  readonly maxEnvelopeBytes: number;
  readonly compression: BodyEncoding;
  /** Signs, and asks the same of answers; without it neither. */
  readonly proof: SharedKeyProof | undefined;
}

/** A request as it leaves, and what to do with its answer. */
export interface SealedRequest {
  readonly message: RequestMessage;
  /**
   * Opens the answer to this request, and to no other.
   *
   * @throws ProcessingError the reason of a refusal; `PROCESSING_UNAUTHENTICATED` when the root has not signed it for this
   * request; `PROCESSING_ENVELOPE_INVALID`.
   */
  open(answer: AnswerMessage): Promise<Envelope>;
}

/** Packs and signs an envelope for one attempt to send it. */
export async function sealRequest(
  envelope: Envelope,
  target: string,
  { maxEnvelopeBytes, compression, proof }: SealerOptions,
): Promise<SealedRequest> {
  const body = await packEnvelope(envelope, { maxEnvelopeBytes, compression });
  const unsigned = { requestId: envelope.id, accepts: compression, ...body };
  const context = proof && contextOf(target, proof);
  const credentials = proof && context && signed(context, requestDigest(proof.key, context, unsigned));
  return {
    message: { ...unsigned, credentials },
    async open(answer) {
      const isProven = !proof || !context || isSigned(proof.key, context, answer, envelope.id);
      if (answer.kind === "refusal") throw refusalError(answer.bytes, isProven ? {} : { isUnproven: true });
      if (isProven) return openAnswer(answer, envelope.id, maxEnvelopeBytes);
      throw unauthenticated({ message: "The answer is not signed with the key of this node.", outcome: "unknown" });
    },
  };
}

/** Unpacks an answer that is proven, or that nobody asked to be; it must be for the request with this id. */
export async function openAnswer(
  answer: Pick<AnswerMessage, "encoding" | "bytes">,
  requestId: string,
  maxEnvelopeBytes: number,
): Promise<Envelope> {
  let envelope: Envelope;
  try {
    envelope = await unpackEnvelope(answer, maxEnvelopeBytes);
  } catch (cause) {
    throw badAnswer({ message: `The answer cannot be read. ${(cause as Error).message}`, cause });
  }
  if (envelope.id !== requestId) throw badAnswer({ message: "The answer is for another request." });
  return envelope;
}

function contextOf(
  target: string,
  { nodeId, clock = systemClock, random = systemRandom }: SharedKeyProof,
): RequestContext {
  const nonce = Buffer.from(random.bytes(16)).toString("base64url");
  return { target, credentials: { nodeId, timeMs: clock.now().getTime(), nonce } };
}

function signed({ credentials }: RequestContext, digest: Uint8Array): Credentials {
  return { ...credentials, digest: Buffer.from(digest).toString("base64url") };
}

function isSigned(key: Uint8Array, context: RequestContext, answer: AnswerMessage, requestId: string): boolean {
  if (answer.digest === undefined) return false;
  return isSameDigest(answerDigest(key, context, { ...answer, requestId }), Buffer.from(answer.digest, "base64url"));
}
