import type { ChannelModel, ConfirmChannel } from "amqplib";
import { connect } from "amqplib";
import { z } from "zod";
import { durationMs, plainText } from "../wire/option-schemas.js";

/** Where the broker is and what its queue of requests is called. */
export interface RabbitmqPlace {
  /** `amqp:` or `amqps:` with credentials; left out when `connect` is given. */
  readonly url?: string;
  /** Opens a connection of the host's making; it stays the host's to close. Called again when one broke. */
  readonly connect?: () => Promise<ChannelModel>;
  /** The root's queue of requests: printable ASCII, at most 150 characters. Queues for answers begin with its name. */
  readonly queue: string;
  /** Time to connect, in milliseconds. Default: 10,000. */
  readonly connectTimeoutMs?: number;
}

/** Checks of {@link RabbitmqPlace}. */
export const rabbitmqPlaceShape = {
  url: z
    .string()
    .regex(/^amqps?:/, "must be amqp: or amqps:")
    .max(2000)
    .optional(),
  connect: z.custom<RabbitmqPlace["connect"]>((value) => typeof value === "function", "must be a function").optional(),
  queue: plainText(150),
  connectTimeoutMs: durationMs.optional(),
};

/** A channel that confirms what it publishes. */
export interface OpenChannel {
  readonly channel: ConfirmChannel;
  /** Whether it was not closed yet. */
  isOpen(): boolean;
  /** Resolves when it is closed, by whomever. */
  readonly whenClosed: Promise<void>;
  close(): Promise<void>;
}

/** Opens a channel, on a connection of its own unless the host makes them. */
export async function openChannel({
  url,
  connect: connectHost,
  connectTimeoutMs = 10_000,
}: RabbitmqPlace): Promise<OpenChannel> {
  const connection =
    connectHost === undefined
      ? await connect(url ?? "amqp://127.0.0.1:5672", { timeout: connectTimeoutMs, noDelay: true })
      : await connectHost();
  // The channel closes with the connection, which is all that matters here.
  connection.on("error", () => undefined);
  const channel = await connection.createConfirmChannel();
  channel.on("error", () => undefined);
  let isOpen = true;
  const whenClosed = new Promise<void>((resolve) => {
    const ended = (): void => {
      isOpen = false;
      resolve();
    };
    channel.once("close", ended);
    connection.once("close", ended);
  });
  return {
    channel,
    isOpen: () => isOpen,
    whenClosed,
    async close() {
      if (!isOpen) return;
      isOpen = false;
      await channel.close().catch(() => undefined);
      if (connectHost === undefined) await connection.close().catch(() => undefined);
    },
  };
}

/** What answer queues of a root begin with. */
export function answersPrefix(queue: string): string {
  return `${queue}.answers.`;
}

/** What digests of requests and answers cover of RabbitMQ. */
export function rabbitmqTarget(queue: string, replyTo: string, mark: string): string {
  return `rabbitmq ${queue} ${replyTo} ${mark}`;
}
