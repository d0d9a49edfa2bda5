import { type Envelope, type EnvelopeHandler, ProcessingError } from "@opora/processing-sdk";
import { type EnvelopeBody, packEnvelope, unpackEnvelope } from "./envelope-body.js";
import type { Identified } from "./identify.js";
import type { AnswerMessage, RequestMessage } from "./message.js";
import { encodeRefusal, handlerFailed, type Refusal, type RefusalCode, toRefusal } from "./refusal.js";

/** What answering works with. */
export interface AnsweringOptions {
  readonly handler: EnvelopeHandler;
  readonly maxEnvelopeBytes: number;
  /** Most bytes of the JSON of an answer, where the child has said what it takes. Default: `maxEnvelopeBytes`. */
  readonly maxAnswerEnvelopeBytes?: number;
  /** Most bytes of an answer on its way, where the carrier has a limit of its own. */
  readonly maxAnswerBytes: number;
  /** Called with what kept a request from its handler, or a handler from its answer. */
  readonly onRefused: (error: unknown) => void;
}

/** What answering needs of a request. Where it has no id beside the envelope, that of the envelope counts. */
export type OpenableRequest = Pick<RequestMessage, "encoding" | "bytes" | "accepts"> &
  Partial<Pick<RequestMessage, "requestId">>;

/** An answer, and with a refusal its code. */
export interface AnsweredRequest {
  readonly message: AnswerMessage;
  readonly refusedWith: RefusalCode | undefined;
}

/** Opens a request, has it handled and seals what goes back. Never rejects. */
export async function answerRequest(
  request: OpenableRequest,
  identified: Identified,
  options: AnsweringOptions,
  signal: AbortSignal,
): Promise<AnsweredRequest> {
  let failure: (error: unknown) => Refusal = toRefusal;
  try {
    if (identified.refused) throw identified.refused.error;
    const envelope = await openRequest(request, options.maxEnvelopeBytes);
    const peer = identified.peerOf(envelope);
    failure = () => handlerFailed;
    const answer = await options.handler(envelope, peer, { signal });
    failure = (error) => ({ ...toRefusal(error), outcome: "unknown" });
    const body = await packAnswer(answer, request, options);
    const message = { kind: "answer" as const, ...body };
    return { message: { ...message, digest: identified.sign(message) }, refusedWith: undefined };
  } catch (error) {
    options.onRefused(error);
    return refuse(failure(error), identified);
  }
}

/** A refusal as a message; signed where the request was. */
export function refuse(refusal: Refusal, identified?: Identified): AnsweredRequest {
  const message = { kind: "refusal" as const, encoding: "identity" as const, bytes: encodeRefusal(refusal) };
  return { message: { ...message, digest: identified?.sign(message) }, refusedWith: refusal.code };
}

async function packAnswer(
  answer: Envelope,
  { accepts }: OpenableRequest,
  { maxEnvelopeBytes, maxAnswerEnvelopeBytes = maxEnvelopeBytes, maxAnswerBytes }: AnsweringOptions,
): Promise<EnvelopeBody> {
  const body = await packEnvelope(answer, { compression: accepts, maxEnvelopeBytes: maxAnswerEnvelopeBytes });
  if (body.bytes.length > maxAnswerBytes) throw answerTooLarge(maxAnswerBytes);
  return body;
}

async function openRequest(request: OpenableRequest, maxEnvelopeBytes: number): Promise<Envelope> {
  const envelope = await unpackEnvelope(request, maxEnvelopeBytes);
  if (request.requestId === undefined || envelope.id === request.requestId) return envelope;
  throw new ProcessingError("PROCESSING_ENVELOPE_INVALID", "The envelope has another id than the request around it.");
}

function answerTooLarge(maxAnswerBytes: number): ProcessingError {
  return new ProcessingError(
    "PROCESSING_ENVELOPE_INVALID",
    `The answer is larger than the ${maxAnswerBytes} bytes that a message may have: ask for smaller pages.`,
  );
}
