import { type Clock, type Logger, silentLogger, systemClock } from "@opora/core";
import {
  checkOptions,
  defaultMaxEnvelopeBytes,
  type EnvelopeHandler,
  type Listener,
  type RunningListener,
} from "@opora/processing-sdk";
import {
  AckPolicy,
  type ConsumerMessages,
  DiscardPolicy,
  headers,
  type JsMsg,
  type NatsConnection,
  nanos,
  RetentionPolicy,
  StorageType,
} from "nats";
import { z } from "zod";
import { answerMessage } from "../wire/answer-message.js";
import type { NoCheck, SharedKeyCheck } from "../wire/authentication.js";
import { answerToHeaders, requestFromHeaders } from "../wire/broker-headers.js";
import { identifyMessages } from "../wire/identify-message.js";
import type { AnswerMessage } from "../wire/message.js";
import {
  clockSchema,
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
  messageOverheadBytes,
  type NatsPlace,
  natsHeaders,
  natsPlaceShape,
  natsTarget,
  openNats,
  requestSubject,
  streamName,
} from "./nats-connection.js";

/** What {@link createNatsListener} needs. Unknown keys are refused. */
export interface NatsListenerOptions extends NatsPlace {
  /** How children prove who they are: the broker proves nothing. */
  readonly authentication: SharedKeyCheck | NoCheck;
  /** Where the stream of requests lives. It cannot be changed once the stream is there. Default: `file`. */
  readonly storage?: "file" | "memory";
  /** Most bytes of requests in the stream; further ones are refused. Default: 256 MiB. */
  readonly maxStreamBytes?: number;
  /** How long a request may wait in the stream, in milliseconds. Default: 600,000. */
  readonly maxAgeMs?: number;
  /** Requests that are worked on at once. Default: 16. Limit: 1000. */
  readonly maxInFlight?: number;
  /** Most bytes of the JSON of an envelope. Default: 16 MiB. Limit: 64 MiB. */
  readonly maxEnvelopeBytes?: number;
  /** How long closing waits for requests under way, in milliseconds. Default: 10,000. */
  readonly closeTimeoutMs?: number;
  /** Compared with the time of the broker, to drop requests whose time is over. Default: the clock of the machine. */
  readonly clock?: Clock;
  /** Default: silent. */
  readonly logger?: Logger;
}

const optionsSchema = z.strictObject({
  ...natsPlaceShape,
  authentication: z.discriminatedUnion("method", [sharedKeyCheckSchema, noCheckSchema]),
  storage: z.enum(["file", "memory"]).optional(),
  maxStreamBytes: countUpTo(1024 ** 4).optional(),
  maxAgeMs: durationMs.optional(),
  maxInFlight: countUpTo(1000).optional(),
  maxEnvelopeBytes: maxEnvelopeBytesSchema,
  closeTimeoutMs: durationMs.optional(),
  clock: clockSchema,
  logger: loggerSchema,
});

/** The broker hands out a request again when it was neither acknowledged nor said to be worked on for this long. */
const ackWaitMs = 30_000;
const consumerName = "root";

/**
 * Creates a root's door for children over NATS: a JetStream stream of requests, which it makes. A request is acknowledged
 * after the broker has its answer.
 *
 * @throws ProcessingError `PROCESSING_OPTIONS_INVALID`.
 * @example
 * ```ts
 * const listener = createNatsListener({
 *   servers: ["broker.example:4222"],
 *   root: "opora.processing",
 *   authentication: { method: "hmac", keysOf: (nodeId) => keys.get(nodeId) ?? [] },
 * });
 * ```
 */
export function createNatsListener(options: NatsListenerOptions): Listener {
  checkOptions(optionsSchema, options, "createNatsListener");
  return { serve: (handler) => serve(options, handler) };
}

async function serve(options: NatsListenerOptions, handler: EnvelopeHandler): Promise<RunningListener> {
  const { root, closeTimeoutMs = 10_000, logger = silentLogger } = options;
  const { connection, close: closeConnection } = await openNats(options).catch(brokerAway);
  const work = createWorkUnderWay();
  const answer = createAnswering(options, handler, connection, work.signal);
  let messages: ConsumerMessages;
  try {
    messages = await openStream(options, connection);
  } catch (cause) {
    await closeConnection();
    return brokerAway(cause);
  }
  const consume = async (): Promise<void> => {
    for await (const message of messages) void work.add(settle(connection, message, answer(message), logger));
  };
  const consuming = consume().catch((error: unknown) =>
    logger.log("error", "No more requests are taken.", { reason: (error as Error).name }),
  );
  let closing: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    await messages.close();
    await consuming;
    await work.finish(closeTimeoutMs);
    await closeConnection();
  };
  return {
    address: `nats:${requestSubject(root)}`,
    close() {
      closing ??= close();
      return closing;
    },
  };
}

async function openStream(options: NatsListenerOptions, connection: NatsConnection): Promise<ConsumerMessages> {
  const { root, storage = "file", maxStreamBytes = 256 * 1024 ** 2, maxAgeMs = 600_000, maxInFlight = 16 } = options;
  const manager = await connection.jetstreamManager();
  const name = streamName(root);
  const stream = {
    name,
    subjects: [requestSubject(root)],
    retention: RetentionPolicy.Workqueue,
    storage: storage === "file" ? StorageType.File : StorageType.Memory,
    discard: DiscardPolicy.New,
    max_bytes: maxStreamBytes,
    max_age: nanos(maxAgeMs),
  };
  // Adding what is there as it should be changes nothing; other limits are taken over.
  await manager.streams.add(stream).catch(() => manager.streams.update(name, stream));
  const consumer = {
    durable_name: consumerName,
    ack_policy: AckPolicy.Explicit,
    ack_wait: nanos(ackWaitMs),
    max_ack_pending: maxInFlight,
  };
  await manager.consumers.add(name, consumer).catch(() => manager.consumers.update(name, consumerName, consumer));
  return (await connection.jetstream().consumers.get(name, consumerName)).consume({ max_messages: maxInFlight });
}

type Answer = (message: JsMsg) => Promise<AnswerMessage | undefined>;

/** What makes an answer of a message; `undefined` for one that gets none. */
function createAnswering(
  options: NatsListenerOptions,
  handler: EnvelopeHandler,
  connection: NatsConnection,
  signal: AbortSignal,
): Answer {
  const { root, maxEnvelopeBytes = defaultMaxEnvelopeBytes, clock = systemClock, logger = silentLogger } = options;
  const identify = identifyMessages(options.authentication);
  const onRefused = (error: unknown): void =>
    logger.log("warn", "A request was refused.", { code: String((error as { code?: unknown }).code ?? "unknown") });
  const maxAnswerBytes = (connection.info?.max_payload ?? 1024 ** 2) - messageOverheadBytes;
  const answering = { handler, maxEnvelopeBytes, maxAnswerBytes, onRefused };
  return async ({ data, headers: head, info }) => {
    const request = requestFromHeaders((name) => head?.get(name));
    const replyTo = head?.get(natsHeaders.replyTo) ?? "";
    const mark = head?.get(natsHeaders.mark) ?? "";
    const timeoutMs = Number(head?.get(natsHeaders.timeoutMs));
    if (request === undefined || !isAnswerSubject(replyTo, root) || !markText.test(mark)) return undefined;
    const ageMs = clock.now().getTime() - info.timestampNanos / 1e6;
    if (!(ageMs <= timeoutMs)) return undefined;
    const message = { ...request, bytes: data };
    const target = natsTarget(root, replyTo, mark, timeoutMs);
    return answerMessage(message, () => identify(message, target), answering, signal);
  };
}

const markText = /^[\w-]{1,100}$/;

function isAnswerSubject(subject: string, root: string): boolean {
  const prefix = answersPrefix(root);
  return subject.startsWith(prefix) && markText.test(subject.slice(prefix.length));
}

/** Publishes an answer and then acknowledges its request; one that was not acknowledged is handed out again. */
async function settle(
  connection: NatsConnection,
  message: JsMsg,
  answering: Promise<AnswerMessage | undefined>,
  logger: Logger,
): Promise<void> {
  const stillAtWork = setInterval(() => message.working(), ackWaitMs / 3);
  try {
    const answer = await answering;
    if (answer !== undefined) {
      const head = headers();
      for (const [name, value] of Object.entries(answerToHeaders(answer))) head.set(name, value);
      head.set(natsHeaders.mark, message.headers?.get(natsHeaders.mark) ?? "");
      connection.publish(message.headers?.get(natsHeaders.replyTo) ?? "", answer.bytes, { headers: head });
      await connection.flush();
    }
    message.ack();
  } catch (error) {
    logger.log("warn", "An answer could not be published.", { reason: (error as Error).name });
  } finally {
    clearInterval(stillAtWork);
  }
}

function brokerAway(cause: unknown): never {
  throw notSent({ message: "The broker cannot be reached, or has no JetStream.", cause });
}
