import { randomUUID } from "node:crypto";
import { checkOptions, defaultMaxEnvelopeBytes, ProcessingError, type Transport } from "@opora/processing-sdk";
import { ErrorCode, headers, type Msg, NatsError } from "nats";
import { z } from "zod";
import type { NoProof, SharedKeyProof } from "../wire/authentication.js";
import { createAwaitedAnswers } from "../wire/awaited-answers.js";
import { answerFromHeaders, requestToHeaders } from "../wire/broker-headers.js";
import { createCalls } from "../wire/calls.js";
import type { BodyEncoding } from "../wire/envelope-body.js";
import {
  compressionSchema,
  maxEnvelopeBytesSchema,
  noProofSchema,
  sharedKeyProofSchema,
} from "../wire/option-schemas.js";
import { sealRequest } from "../wire/request-sealer.js";
import { messageTooLarge, notSent, transportClosed, unanswered } from "../wire/transport-errors.js";
import {
  answersPrefix,
  messageOverheadBytes,
  type NatsPlace,
  natsHeaders,
  natsPlaceShape,
  natsTarget,
  type OpenNats,
  openNats,
  requestSubject,
} from "./nats-connection.js";

/** What {@link createNatsTransport} needs. Unknown keys are refused. */
export interface NatsTransportOptions extends NatsPlace {
  /** How the child proves who it is: the broker proves nothing. */
  readonly authentication: SharedKeyProof | NoProof;
  /** `gzip` packs envelopes above 8 KiB both ways. Default: `gzip`. */
  readonly compression?: BodyEncoding;
  /**
   * Most bytes of the JSON of an envelope. Default: 16 MiB. Limit: 64 MiB. What is left of it after packing must fit into the
   * `max_payload` of the server, 1 MiB unless configured: choose pages so that it does.
   */
  readonly maxEnvelopeBytes?: number;
}

const optionsSchema = z.strictObject({
  ...natsPlaceShape,
  authentication: z.discriminatedUnion("method", [sharedKeyProofSchema, noProofSchema]),
  compression: compressionSchema,
  maxEnvelopeBytes: maxEnvelopeBytesSchema,
});

/**
 * Creates a child's way to its root over NATS. Requests are kept by JetStream until the root takes them or their time is
 * over; answers come by core NATS to a subject of this connection. It never sends a request twice.
 *
 * @throws ProcessingError `PROCESSING_OPTIONS_INVALID`.
 * @example
 * ```ts
 * const transport = createNatsTransport({
 *   servers: ["broker.example:4222"],
 *   root: "opora.processing",
 *   authentication: { method: "hmac", nodeId: "shop-1", key },
 * });
 * ```
 */
export function createNatsTransport(options: NatsTransportOptions): Transport {
  checkOptions(optionsSchema, options, "createNatsTransport");
  const { root, authentication, compression = "gzip", maxEnvelopeBytes = defaultMaxEnvelopeBytes } = options;
  const proof = authentication.method === "hmac" ? authentication : undefined;
  const awaited = createAwaitedAnswers();
  const calls = createCalls(transportClosed);
  const replyTo = `${answersPrefix(root)}${randomUUID()}`;
  let isClosed = false;
  let current: OpenNats | undefined;
  let opening: Promise<OpenNats> | undefined;

  const take = (message: Msg): void => {
    const answer = answerFromHeaders((name) => message.headers?.get(name));
    const mark = message.headers?.get(natsHeaders.mark);
    if (answer !== undefined && mark !== undefined) awaited.take(mark, { ...answer, bytes: message.data });
  };
  const open = async (): Promise<OpenNats> => {
    const opened = await openNats(options);
    opened.connection.subscribe(replyTo, {
      callback: (error, message) => (error === null ? take(message) : undefined),
    });
    if (isClosed) await opened.close();
    else current = opened;
    return opened;
  };
  const connected = (): Promise<OpenNats> => {
    if (current?.connection.isClosed() === false) return Promise.resolve(current);
    opening ??= open().finally(() => {
      opening = undefined;
    });
    return opening;
  };

  return {
    request(envelope, { timeoutMs, signal }) {
      let isSent = false;
      const timedOut = (): Error => {
        const message = `No answer from the root within ${timeoutMs} ms.`;
        return isSent ? unanswered({ message }) : notSent({ message });
      };
      return calls.run({ timeoutMs, signal, timedOut }, async (limit) => {
        const { connection } = await connected().catch(brokerAway);
        limit.throwIfAborted();
        const { mark, answer } = awaited.expect(limit);
        const target = natsTarget(root, replyTo, mark, timeoutMs);
        const { message, open: openSealed } = await sealRequest(envelope, target, {
          maxEnvelopeBytes,
          compression,
          proof,
        });
        const maxMessageBytes = (connection.info?.max_payload ?? 1024 ** 2) - messageOverheadBytes;
        if (message.bytes.length > maxMessageBytes) throw messageTooLarge(maxMessageBytes);
        limit.throwIfAborted();
        isSent = true;
        const head = headers();
        for (const [name, value] of Object.entries(requestToHeaders(message))) head.set(name, value);
        head.set(natsHeaders.replyTo, replyTo);
        head.set(natsHeaders.mark, mark);
        head.set(natsHeaders.timeoutMs, String(timeoutMs));
        const published = connection
          .jetstream()
          .publish(requestSubject(root), message.bytes, { headers: head, timeout: timeoutMs });
        published.catch((cause: unknown) => awaited.fail(mark, publishError(cause)));
        return openSealed(await answer);
      });
    },
    async close() {
      isClosed = true;
      calls.close();
      await current?.close();
    },
  };
}

function publishError(cause: unknown): ProcessingError {
  const { code, api_error: apiError } = cause instanceof NatsError ? cause : ({} as Partial<NatsError>);
  if (code === ErrorCode.NoResponders) return notSent({ message: "The root has made no stream yet.", cause });
  // The server has answered that it does not keep the message.
  if (apiError !== undefined) return notSent({ message: "The broker did not take the request.", cause });
  return unanswered({ message: "The broker did not say whether it took the request.", cause });
}

function brokerAway(cause: unknown): never {
  if (ProcessingError.is(cause)) throw cause;
  throw notSent({ message: "The broker cannot be reached.", cause });
}
