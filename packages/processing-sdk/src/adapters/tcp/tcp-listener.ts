import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { createServer as createTlsServer, type TLSSocket } from "node:tls";
import { type Logger, silentLogger } from "@opora/core";
import {
  checkOptions,
  defaultMaxEnvelopeBytes,
  type EnvelopeHandler,
  type Listener,
  type RunningListener,
} from "@opora/processing-sdk";
import { z } from "zod";
import type { NoCheck, SharedKeyCheck } from "../wire/authentication.js";
import { createByteBudget } from "../wire/byte-budget.js";
import {
  countUpTo,
  durationMs,
  loggerSchema,
  maxEnvelopeBytesSchema,
  noCheckSchema,
  sharedKeyCheckSchema,
} from "../wire/option-schemas.js";
import {
  type CertificateCheck,
  certificateCheckSchema,
  type ListenerTls,
  listenerTlsOptions,
  listenerTlsSchema,
} from "../wire/tls.js";
import { notSent } from "../wire/transport-errors.js";
import { type PeerConnection, type PeerConnectionOptions, serveConnection } from "./peer-connection.js";
import { defaultTcpPort } from "./tcp-wire.js";

/** What {@link createTcpListener} needs. Unknown keys are refused. */
export interface TcpListenerOptions {
  /** How children prove who they are. Of shared keys, `windowMs` and `nonces` are not used: each connection has a challenge. */
  readonly authentication: SharedKeyCheck | CertificateCheck | NoCheck;
  /** Speaks TLS when given. */
  readonly tls?: ListenerTls;
  /** Address of this machine to listen on. Default: `127.0.0.1`. */
  readonly host?: string;
  /** Default: 2403; 0 takes a free one. */
  readonly port?: number;
  /** Most bytes of the JSON of an envelope. Default: 16 MiB. Limit: 64 MiB. */
  readonly maxEnvelopeBytes?: number;
  /** Most bytes of requests under way, over all connections. Default: 256 MiB. */
  readonly maxBufferedBytes?: number;
  /** Default: 1000. Limit: 100,000. */
  readonly maxConnections?: number;
  /** Requests of one connection that are worked on at once; further ones are not read. Default: 64. Limit: 10,000. */
  readonly maxInFlight?: number;
  /** Time for both sides to greet, in milliseconds. Default: 10,000. */
  readonly handshakeTimeoutMs?: number;
  /** Time for a whole frame to arrive, in milliseconds. Default: 60,000. */
  readonly receiveTimeoutMs?: number;
  /** How long an unused connection is kept, in milliseconds. Default: 300,000. */
  readonly idleTimeoutMs?: number;
  /** How long closing waits for requests under way, in milliseconds. Default: 10,000. */
  readonly closeTimeoutMs?: number;
  /** Default: silent. */
  readonly logger?: Logger;
}

const optionsSchema = z
  .strictObject({
    authentication: z.discriminatedUnion("method", [sharedKeyCheckSchema, certificateCheckSchema, noCheckSchema]),
    tls: listenerTlsSchema.optional(),
    host: z.string().min(1).max(255).optional(),
    port: z.number().int().min(0).max(65_535).optional(),
    maxEnvelopeBytes: maxEnvelopeBytesSchema,
    maxBufferedBytes: countUpTo(16 * 1024 ** 3).optional(),
    maxConnections: countUpTo(100_000).optional(),
    maxInFlight: countUpTo(10_000).optional(),
    handshakeTimeoutMs: durationMs.optional(),
    receiveTimeoutMs: durationMs.optional(),
    idleTimeoutMs: durationMs.optional(),
    closeTimeoutMs: durationMs.optional(),
    logger: loggerSchema,
  })
  .refine(({ authentication, tls }) => authentication.method !== "certificate" || tls?.ca !== undefined, {
    path: ["tls"],
    message: "must be given with the authorities of the children's certificates",
  });

/**
 * Creates a root's door for children over TCP or TLS.
 *
 * @throws ProcessingError `PROCESSING_OPTIONS_INVALID`.
 * @example
 * ```ts
 * const listener = createTcpListener({ host: "10.0.0.5", authentication: { method: "certificate" }, tls: { cert, key, ca } });
 * const running = await listener.serve(root.handle);
 * ```
 */
export function createTcpListener(options: TcpListenerOptions): Listener {
  checkOptions(optionsSchema, options, "createTcpListener");
  return { serve: (handler) => serve(options, handler) };
}

async function serve(options: TcpListenerOptions, handler: EnvelopeHandler): Promise<RunningListener> {
  const { host = "127.0.0.1", port = defaultTcpPort, maxConnections = 1000, closeTimeoutMs = 10_000, tls } = options;
  const whenStopped = new AbortController();
  const connections = new Set<PeerConnection>();
  const settings = settingsOf(options, handler, whenStopped.signal);

  const greet = (socket: Socket): void => {
    const connection = serveConnection(socket, settings);
    connections.add(connection);
    socket.once("close", () => connections.delete(connection));
  };
  const server = openServer(options, greet);
  server.maxConnections = maxConnections;
  await listen(server, host, port);
  const address = addressOf(server, host, tls !== undefined);

  let whenClosed: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    const timer = setTimeout(() => {
      whenStopped.abort(notSent({ message: "The root is closing." }));
      for (const { destroy } of connections) destroy();
    }, closeTimeoutMs);
    await new Promise<void>((resolve) => {
      server.close(() => resolve());
      for (const { drain } of connections) drain();
    });
    clearTimeout(timer);
  };
  return {
    address,
    close() {
      whenClosed ??= close();
      return whenClosed;
    },
  };
}

function openServer(
  { tls, authentication, handshakeTimeoutMs = 10_000 }: TcpListenerOptions,
  greet: (socket: Socket) => void,
): Server {
  const sockets = { noDelay: true, keepAlive: true, keepAliveInitialDelay: 30_000 };
  if (tls === undefined) return createServer(sockets, greet);
  const secure = { ...listenerTlsOptions(tls, authentication.method), handshakeTimeout: handshakeTimeoutMs };
  return createTlsServer({ ...sockets, ...secure }, (socket: TLSSocket) => greet(socket));
}

function settingsOf(options: TcpListenerOptions, handler: EnvelopeHandler, signal: AbortSignal): PeerConnectionOptions {
  const {
    maxEnvelopeBytes = defaultMaxEnvelopeBytes,
    maxBufferedBytes = 256 * 1024 ** 2,
    logger = silentLogger,
  } = options;
  const onRefused = (error: unknown): void =>
    logger.log("warn", "A request was refused.", { code: String((error as { code?: unknown }).code ?? "unknown") });
  return {
    authentication: options.authentication,
    answering: { handler, maxEnvelopeBytes, maxAnswerBytes: Number.POSITIVE_INFINITY, onRefused },
    budget: createByteBudget(Math.max(maxBufferedBytes, maxEnvelopeBytes)),
    maxInFlight: options.maxInFlight ?? 64,
    handshakeTimeoutMs: options.handshakeTimeoutMs ?? 10_000,
    receiveTimeoutMs: options.receiveTimeoutMs ?? 60_000,
    idleTimeoutMs: options.idleTimeoutMs ?? 300_000,
    signal,
  };
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.on("error", (cause) => reject(notSent({ message: `Cannot listen on port ${port}.`, cause })));
    server.listen(port, host, resolve);
  });
}

function addressOf(server: Server, host: string, isTls: boolean): string {
  const { port } = server.address() as AddressInfo;
  return `${isTls ? "tls" : "tcp"}://${host.includes(":") ? `[${host}]` : host}:${port}`;
}
