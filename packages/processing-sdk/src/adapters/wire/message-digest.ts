import { keyedDigest } from "./keyed-digest.js";
import type { AnswerMessage, Credentials, RequestMessage } from "./message.js";

/** First field of every digest of a message: another version gets another one. */
const scheme = "opora-processing-hmac-1";

/** Where a request goes and who signs it. */
export interface RequestContext {
  /** Method and place: `POST /v1/sync`, or a queue with the place for the answer. */
  readonly target: string;
  readonly credentials: Omit<Credentials, "digest">;
}

/** What proves a request: it covers where it goes, who sends it, when, and every byte of its body as it travels. */
export function requestDigest(key: Uint8Array, context: RequestContext, message: UnsignedRequest): Uint8Array {
  const { requestId, encoding, accepts, bytes } = message;
  return keyedDigest(key, [...contextFields("request", context, requestId), encoding, accepts, bytes]);
}

/** What proves an answer: it repeats all that tells its request from others, the nonce above all. */
export function answerDigest(
  key: Uint8Array,
  context: RequestContext,
  message: Omit<AnswerMessage, "digest"> & Pick<RequestMessage, "requestId">,
): Uint8Array {
  const { kind, requestId, encoding, bytes } = message;
  return keyedDigest(key, [...contextFields(kind, context, requestId), encoding, bytes]);
}

type UnsignedRequest = Omit<RequestMessage, "credentials">;

function contextFields(
  direction: "request" | "answer" | "refusal",
  { target, credentials: { nodeId, timeMs, nonce } }: RequestContext,
  requestId: string,
): readonly string[] {
  return [scheme, direction, target, nodeId, String(timeMs), nonce, requestId];
}
