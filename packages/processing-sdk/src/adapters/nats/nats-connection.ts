import { connect, type NatsConnection } from "nats";
import { z } from "zod";
import { durationMs } from "../wire/option-schemas.js";

/** Where the broker is and what its stream of requests is called. */
export interface NatsPlace {
  /** Servers, `host:port`; left out when `connect` is given. Default: `127.0.0.1:4222`. */
  readonly servers?: readonly string[];
  /** Opens a connection of the host's making, with its credentials; it stays the host's to close. */
  readonly connect?: () => Promise<NatsConnection>;
  /**
   * The root: requests go to the subject `<root>.requests`, answers to subjects below `<root>.answers`. Letters, digits,
   * `-` and `_`, and dots between them; at most 100 characters.
   */
  readonly root: string;
  /** Time to connect, in milliseconds. Default: 10,000. */
  readonly connectTimeoutMs?: number;
}

/** Checks of {@link NatsPlace}. */
export const natsPlaceShape = {
  servers: z.array(z.string().min(1).max(300)).min(1).max(100).optional(),
  connect: z.custom<NatsPlace["connect"]>((value) => typeof value === "function", "must be a function").optional(),
  root: z
    .string()
    .max(100)
    .regex(/^[\w-]+(\.[\w-]+)*$/, "must be letters, digits, - and _, with dots between them"),
  connectTimeoutMs: durationMs.optional(),
};

/** A connection, and how to let go of it. */
export interface OpenNats {
  readonly connection: NatsConnection;
  close(): Promise<void>;
}

/** Opens a connection that comes back by itself when it broke. */
export async function openNats({
  servers,
  connect: connectHost,
  connectTimeoutMs = 10_000,
}: NatsPlace): Promise<OpenNats> {
  if (connectHost !== undefined) return { connection: await connectHost(), close: async () => undefined };
  const connection = await connect({
    servers: [...(servers ?? ["127.0.0.1:4222"])],
    timeout: connectTimeoutMs,
    maxReconnectAttempts: -1,
  });
  return { connection, close: () => connection.close() };
}

/** The subject of requests to a root. */
export function requestSubject(root: string): string {
  return `${root}.requests`;
}

/** What subjects of answers of a root begin with. */
export function answersPrefix(root: string): string {
  return `${root}.answers.`;
}

/** The stream that keeps the requests to a root; its name must have no dots. */
export function streamName(root: string): string {
  return `${root.replaceAll(".", "_")}_requests`;
}

/** What digests of requests and answers cover of NATS. */
export function natsTarget(root: string, replyTo: string, mark: string, timeoutMs: number): string {
  return `nats ${requestSubject(root)} ${replyTo} ${mark} ${timeoutMs}`;
}

/** Headers that only NATS needs: AMQP has properties for them. */
export const natsHeaders = { replyTo: "opora-reply-to", mark: "opora-mark", timeoutMs: "opora-timeout-ms" } as const;

/** What a message takes at most beside its body: headers and subjects. */
export const messageOverheadBytes = 4096;
