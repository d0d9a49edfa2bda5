import { randomUUID } from "node:crypto";
import { checkOptions, defaultMaxEnvelopeBytes, ProcessingError, type Transport } from "@opora/processing-sdk";
import type { ConsumeMessage } from "amqplib";
import { z } from "zod";
import type { NoProof, SharedKeyProof } from "../wire/authentication.js";
import { createAwaitedAnswers } from "../wire/awaited-answers.js";
import { answerFromHeaders, requestToHeaders } from "../wire/broker-headers.js";
import { createCalls } from "../wire/calls.js";
import type { BodyEncoding } from "../wire/envelope-body.js";
import {
  compressionSchema,
  countUpTo,
  maxEnvelopeBytesSchema,
  noProofSchema,
  sharedKeyProofSchema,
} from "../wire/option-schemas.js";
import { sealRequest } from "../wire/request-sealer.js";
import { messageTooLarge, notSent, transportClosed, unanswered } from "../wire/transport-errors.js";
import {
  answersPrefix,
  type OpenChannel,
  openChannel,
  type RabbitmqPlace,
  rabbitmqPlaceShape,
  rabbitmqTarget,
} from "./rabbitmq-connection.js";

/** What {@link createRabbitmqTransport} needs. Unknown keys are refused. */
export interface RabbitmqTransportOptions extends RabbitmqPlace {
  /** How the child proves who it is: the broker proves nothing. */
  readonly authentication: SharedKeyProof | NoProof;
  /** `gzip` packs envelopes above 8 KiB both ways. Default: `gzip`. */
  readonly compression?: BodyEncoding;
  /** Most bytes of the JSON of an envelope. Default: 16 MiB. Limit: 64 MiB. */
  readonly maxEnvelopeBytes?: number;
  /** Most bytes of a message; no more than the broker's `max_message_size`. Default: 16 MiB. */
  readonly maxMessageBytes?: number;
}

const optionsSchema = z.strictObject({
  ...rabbitmqPlaceShape,
  authentication: z.discriminatedUnion("method", [sharedKeyProofSchema, noProofSchema]),
  compression: compressionSchema,
  maxEnvelopeBytes: maxEnvelopeBytesSchema,
  maxMessageBytes: countUpTo(128 * 1024 ** 2).optional(),
});

/**
 * Creates a child's way to its root over RabbitMQ. A request is dropped by the broker when its time is over; answers come to
 * a queue that lives as long as the connection. It never sends a request twice.
 *
 * @throws ProcessingError `PROCESSING_OPTIONS_INVALID`.
 * @example
 * ```ts
 * const transport = createRabbitmqTransport({
 *   url: "amqps://shop-1:secret@broker.example",
 *   queue: "opora.processing",
 *   authentication: { method: "hmac", nodeId: "shop-1", key },
 * });
 * ```
 */
export function createRabbitmqTransport(options: RabbitmqTransportOptions): Transport {
  checkOptions(optionsSchema, options, "createRabbitmqTransport");
  const { queue, authentication, compression = "gzip" } = options;
  const { maxEnvelopeBytes = defaultMaxEnvelopeBytes, maxMessageBytes = 16 * 1024 ** 2 } = options;
  const proof = authentication.method === "hmac" ? authentication : undefined;
  const awaited = createAwaitedAnswers();
  const calls = createCalls(transportClosed);
  let isClosed = false;
  let current: AnswerChannel | undefined;
  let opening: Promise<AnswerChannel> | undefined;

  const take = (message: ConsumeMessage | null): void => {
    const answer = message && answerFromHeaders((name) => message.properties.headers?.[name]);
    if (message && answer)
      awaited.take(String(message.properties.correlationId), { ...answer, bytes: message.content });
  };
  const open = async (): Promise<AnswerChannel> => {
    const opened = await openAnswerChannel(options, take);
    const { channel, whenClosed } = opened;
    channel.on("return", ({ properties }) =>
      awaited.fail(String(properties.correlationId), notSent({ message: "The root has made no queue yet." })),
    );
    void whenClosed.then(() => awaited.failAll(() => unanswered({ message: "The connection to the broker broke." })));
    if (isClosed) await opened.close();
    else current = opened;
    return opened;
  };
  const connected = (): Promise<AnswerChannel> => {
    if (current?.isOpen() === true) return Promise.resolve(current);
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
        const { channel, replyTo } = await connected().catch(brokerAway);
        limit.throwIfAborted();
        const { mark, answer } = awaited.expect(limit);
        const target = rabbitmqTarget(queue, replyTo, mark);
        const { message, open: openSealed } = await sealRequest(envelope, target, {
          maxEnvelopeBytes,
          compression,
          proof,
        });
        if (message.bytes.length > maxMessageBytes) throw messageTooLarge(maxMessageBytes);
        limit.throwIfAborted();
        isSent = true;
        const properties = {
          replyTo,
          correlationId: mark,
          mandatory: true,
          persistent: false,
          contentType: "application/json",
          expiration: Math.ceil(timeoutMs),
          headers: requestToHeaders(message),
        };
        channel.sendToQueue(queue, Buffer.from(message.bytes), properties, (error: unknown) => {
          if (error) awaited.fail(mark, notSent({ message: "The broker did not take the request.", cause: error }));
        });
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

interface AnswerChannel extends OpenChannel {
  /** The queue that answers come to. */
  readonly replyTo: string;
}

async function openAnswerChannel(
  options: RabbitmqTransportOptions,
  take: (message: ConsumeMessage | null) => void,
): Promise<AnswerChannel> {
  const opened = await openChannel(options);
  const replyTo = `${answersPrefix(options.queue)}${randomUUID()}`;
  await opened.channel.assertQueue(replyTo, { exclusive: true, autoDelete: true, durable: false });
  await opened.channel.consume(replyTo, take, { noAck: true });
  return { ...opened, replyTo };
}

function brokerAway(cause: unknown): never {
  if (ProcessingError.is(cause)) throw cause;
  throw notSent({ message: "The broker cannot be reached.", cause });
}
