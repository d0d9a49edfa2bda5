import { backoffDelayMs, type Logger, silentLogger, systemRandom } from "@opora/core";
import {
  checkOptions,
  defaultMaxEnvelopeBytes,
  type EnvelopeHandler,
  type Listener,
  type RunningListener,
} from "@opora/processing-sdk";
import type { ConsumeMessage } from "amqplib";
import { z } from "zod";
import { answerMessage } from "../wire/answer-message.js";
import type { NoCheck, SharedKeyCheck } from "../wire/authentication.js";
import { answerToHeaders, requestFromHeaders } from "../wire/broker-headers.js";
import { identifyMessages } from "../wire/identify-message.js";
import type { AnswerMessage } from "../wire/message.js";
import {
  countUpTo,
  durationMs,
  loggerSchema,
  maxEnvelopeBytesSchema,
  noCheckSchema,
  sharedKeyCheckSchema,
} from "../wire/option-schemas.js";
import { notSent } from "../wire/transport-errors.js";
import { createWorkUnderWay } from "../wire/work-under-way.js";
import {
  answersPrefix,
  type OpenChannel,
  openChannel,
  type RabbitmqPlace,
  rabbitmqPlaceShape,
  rabbitmqTarget,
} from "./rabbitmq-connection.js";

/** What {@link createRabbitmqListener} needs. Unknown keys are refused. */
export interface RabbitmqListenerOptions extends RabbitmqPlace {
  /** How children prove who they are: the broker proves nothing. */
  readonly authentication: SharedKeyCheck | NoCheck;
  /** Kind of the queue of requests. It cannot be changed once the queue is there. Default: `quorum`. */
  readonly queueType?: "quorum" | "classic";
  /** Requests that are worked on at once. Default: 16. Limit: 1000. */
  readonly maxInFlight?: number;
  /** Most bytes of the JSON of an envelope. Default: 16 MiB. Limit: 64 MiB. */
  readonly maxEnvelopeBytes?: number;
  /** Most bytes of an answer on its way; no more than the broker's `max_message_size`. Default: 16 MiB. */
  readonly maxMessageBytes?: number;
  /** How long closing waits for requests under way, in milliseconds. Default: 10,000. */
  readonly closeTimeoutMs?: number;
  /** Default: silent. */
  readonly logger?: Logger;
}

const optionsSchema = z.strictObject({
  ...rabbitmqPlaceShape,
  authentication: z.discriminatedUnion("method", [sharedKeyCheckSchema, noCheckSchema]),
  queueType: z.enum(["quorum", "classic"]).optional(),
  maxInFlight: countUpTo(1000).optional(),
  maxEnvelopeBytes: maxEnvelopeBytesSchema,
  maxMessageBytes: countUpTo(128 * 1024 ** 2).optional(),
  closeTimeoutMs: durationMs.optional(),
  logger: loggerSchema,
});

/**
 * Creates a root's door for children over RabbitMQ: one durable queue of requests, which it makes. A request is
 * acknowledged after the broker has its answer. It connects again, with growing pauses, when the connection broke.
 *
 * @throws ProcessingError `PROCESSING_OPTIONS_INVALID`.
 * @example
 * ```ts
 * const listener = createRabbitmqListener({
 *   url: "amqps://root:secret@broker.example",
 *   queue: "opora.processing",
 *   authentication: { method: "hmac", keysOf: (nodeId) => keys.get(nodeId) ?? [] },
 * });
 * ```
 */
export function createRabbitmqListener(options: RabbitmqListenerOptions): Listener {
  checkOptions(optionsSchema, options, "createRabbitmqListener");
  return { serve: (handler) => serve(options, handler) };
}

async function serve(options: RabbitmqListenerOptions, handler: EnvelopeHandler): Promise<RunningListener> {
  const { queue, closeTimeoutMs = 10_000, logger = silentLogger } = options;
  const work = createWorkUnderWay();
  const answer = createAnswering(options, handler, work.signal);
  const whenClosed = new AbortController();

  const consume = async (): Promise<Consuming> => {
    const opened = await openRequestQueue(options);
    const { consumerTag } = await opened.channel.consume(queue, (message) => {
      if (message !== null) void work.add(settle(opened, message, answer(message), logger));
    });
    return { ...opened, consumerTag };
  };
  let current = await consume().catch((cause: unknown) => {
    throw notSent({ message: "The broker cannot be reached.", cause });
  });
  const stayConnected = async (): Promise<void> => {
    for (let attempt = 1; !whenClosed.signal.aborted; attempt += 1) {
      await current.whenClosed;
      if (whenClosed.signal.aborted) return;
      await pause(
        backoffDelayMs({ attempt, baseMs: 200, maxMs: 30_000, jitter: "equal", random: systemRandom }),
        whenClosed.signal,
      );
      if (whenClosed.signal.aborted) return;
      try {
        current = await consume();
        attempt = 0;
      } catch (error) {
        logger.log("warn", "The broker cannot be reached.", { attempt, reason: (error as Error).name });
      }
    }
  };
  const staying = stayConnected();
  let closing: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    whenClosed.abort();
    if (current.isOpen()) await current.channel.cancel(current.consumerTag).catch(() => undefined);
    await work.finish(closeTimeoutMs);
    await current.close();
    await staying;
  };
  return {
    address: `rabbitmq:${queue}`,
    close() {
      closing ??= close();
      return closing;
    },
  };
}

interface Consuming extends OpenChannel {
  readonly consumerTag: string;
}

async function openRequestQueue(options: RabbitmqListenerOptions): Promise<OpenChannel> {
  const opened = await openChannel(options);
  const { queue, queueType = "quorum", maxInFlight = 16 } = options;
  try {
    await opened.channel.assertQueue(queue, { durable: true, arguments: { "x-queue-type": queueType } });
    await opened.channel.prefetch(maxInFlight);
    return opened;
  } catch (error) {
    await opened.close();
    throw error;
  }
}

type Answer = (message: ConsumeMessage) => Promise<AnswerMessage | undefined>;

/** What makes an answer of a message; `undefined` for one that gets none. */
function createAnswering(options: RabbitmqListenerOptions, handler: EnvelopeHandler, signal: AbortSignal): Answer {
  const {
    queue,
    maxEnvelopeBytes = defaultMaxEnvelopeBytes,
    maxMessageBytes = 16 * 1024 ** 2,
    logger = silentLogger,
  } = options;
  const identify = identifyMessages(options.authentication);
  const onRefused = (error: unknown): void =>
    logger.log("warn", "A request was refused.", { code: String((error as { code?: unknown }).code ?? "unknown") });
  const answering = { handler, maxEnvelopeBytes, maxAnswerBytes: maxMessageBytes, onRefused };
  return async ({ content, properties: { headers, replyTo, correlationId } }) => {
    const head = requestFromHeaders((name) => headers?.[name]);
    const isAnswerable = typeof replyTo === "string" && replyTo.startsWith(answersPrefix(queue));
    if (head === undefined || !isAnswerable || typeof correlationId !== "string") return undefined;
    const target = rabbitmqTarget(queue, replyTo, correlationId);
    return answerMessage(
      { ...head, bytes: content },
      () => identify({ ...head, bytes: content }, target),
      answering,
      signal,
    );
  };
}

/** Publishes an answer and then acknowledges its request; a channel that is gone hands the request out again. */
async function settle(
  { channel }: OpenChannel,
  message: ConsumeMessage,
  answering: Promise<AnswerMessage | undefined>,
  logger: Logger,
): Promise<void> {
  try {
    const answer = await answering;
    if (answer !== undefined) {
      const { replyTo, correlationId } = message.properties;
      const properties = { correlationId, contentType: "application/json", headers: answerToHeaders(answer) };
      await new Promise<void>((resolve, reject) => {
        channel.sendToQueue(replyTo, Buffer.from(answer.bytes), properties, (error: unknown) =>
          error ? reject(error) : resolve(),
        );
      });
    }
    channel.ack(message);
  } catch (error) {
    logger.log("warn", "An answer could not be published.", { reason: (error as Error).name });
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener("abort", end, { once: true });
  });
}
