import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";
import type { TLSSocket } from "node:tls";
import { type Logger, silentLogger } from "@opora/core";
import {
  checkOptions,
  defaultMaxEnvelopeBytes,
  type EnvelopeHandler,
  type Listener,
  type RunningListener,
} from "@opora/processing-sdk";
import { z } from "zod";
import { type AnsweredRequest, answerRequest, refuse } from "../wire/answer-request.js";
import type { NoCheck, SharedKeyCheck } from "../wire/authentication.js";
import { createByteBudget } from "../wire/byte-budget.js";
import { type Identified, identifiedAs, identifyByHost, identifyBySharedKey } from "../wire/identify.js";
import type { RequestMessage } from "../wire/message.js";
import {
  countUpTo,
  durationMs,
  loggerSchema,
  maxEnvelopeBytesSchema,
  noCheckSchema,
  sharedKeyCheckSchema,
} from "../wire/option-schemas.js";
import { type RefusalCode, toRefusal } from "../wire/refusal.js";
import {
  type CertificateCheck,
  certificateCheckSchema,
  type ListenerTls,
  listenerTlsOptions,
  listenerTlsSchema,
  peerOfCertificate,
} from "../wire/tls.js";
import { notSent } from "../wire/transport-errors.js";
import { admit, readBody } from "./http-admission.js";
import { answerHeaders, defaultHttpPort, httpTarget } from "./http-wire.js";

/** What {@link createHttpListener} needs. Unknown keys are refused. */
export interface HttpListenerOptions {
  /** How children prove who they are. */
  readonly authentication: SharedKeyCheck | CertificateCheck | NoCheck;
  /** Speaks HTTPS when given. */
  readonly tls?: ListenerTls;
  /** Address of this machine to listen on. Default: `127.0.0.1`. */
  readonly host?: string;
  /** Default: 2405; 0 takes a free one. */
  readonly port?: number;
  /** Most bytes of the JSON of an envelope. Default: 16 MiB. Limit: 64 MiB. */
  readonly maxEnvelopeBytes?: number;
  /** Most bytes of bodies held at once, over all connections. Default: 256 MiB. */
  readonly maxBufferedBytes?: number;
  /** Default: 1000. Limit: 100,000. */
  readonly maxConnections?: number;
  /** Time for a whole request to arrive, in milliseconds; its headers have at most 10,000. Default: 60,000. */
  readonly receiveTimeoutMs?: number;
  /** How long an unused connection is kept, in milliseconds. Default: 65,000. */
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
    receiveTimeoutMs: durationMs.optional(),
    idleTimeoutMs: durationMs.optional(),
    closeTimeoutMs: durationMs.optional(),
    logger: loggerSchema,
  })
  .refine(({ authentication, tls }) => authentication.method !== "certificate" || tls?.ca !== undefined, {
    path: ["tls"],
    message: "must be given with the authorities of the children's certificates",
  });

const maxHeadersTimeoutMs = 10_000;

/**
 * Creates a root's door for children over HTTP/1.1: `POST /v1/sync`.
 *
 * @throws ProcessingError `PROCESSING_OPTIONS_INVALID`.
 * @example
 * ```ts
 * const listener = createHttpListener({ authentication: { method: "hmac", keysOf: (nodeId) => keys.get(nodeId) ?? [] } });
 * const running = await listener.serve(root.handle);
 * ```
 */
export function createHttpListener(options: HttpListenerOptions): Listener {
  checkOptions(optionsSchema, options, "createHttpListener");
  return { serve: (handler) => serve(options, handler) };
}

async function serve(options: HttpListenerOptions, handler: EnvelopeHandler): Promise<RunningListener> {
  const { host = "127.0.0.1", port = defaultHttpPort } = options;
  const { receiveTimeoutMs = 60_000, closeTimeoutMs = 10_000 } = options;
  const whenStopped = new AbortController();
  let isClosing = false;
  const answer = createAnswering(options, handler, whenStopped.signal);
  const server = openServer(options, async (request, response) => {
    const answered = isClosing
      ? refuse(toRefusal(notSent({ message: "The root is closing." })))
      : await answer(request);
    if (answered !== undefined) respond(response, answered, { isLast: isClosing, takeTimeoutMs: receiveTimeoutMs });
  });
  await listen(server, host, port);
  let whenClosed: Promise<void> | undefined;
  return {
    address: addressOf(server, options),
    close() {
      isClosing = true;
      whenClosed ??= closeServer(server, closeTimeoutMs, whenStopped);
      return whenClosed;
    },
  };
}

type Respond = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

function openServer(options: HttpListenerOptions, handle: Respond): Server {
  const { tls, authentication, receiveTimeoutMs = 60_000, idleTimeoutMs = 65_000, maxConnections = 1000 } = options;
  const limits = {
    maxHeaderSize: 16 * 1024,
    headersTimeout: Math.min(maxHeadersTimeoutMs, receiveTimeoutMs),
    requestTimeout: receiveTimeoutMs,
    connectionsCheckingInterval: Math.min(1000, receiveTimeoutMs),
    keepAliveTimeout: idleTimeoutMs,
  };
  const server =
    tls === undefined
      ? createServer(limits, handle)
      : createTlsServer(
          { ...limits, ...listenerTlsOptions(tls, authentication.method), handshakeTimeout: 10_000 },
          handle,
        );
  server.maxConnections = maxConnections;
  return server;
}

/** What makes an answer of a request; `undefined` when the request broke off. */
function createAnswering(
  options: HttpListenerOptions,
  handler: EnvelopeHandler,
  signal: AbortSignal,
): (request: IncomingMessage) => Promise<AnsweredRequest | undefined> {
  const {
    maxEnvelopeBytes = defaultMaxEnvelopeBytes,
    maxBufferedBytes = 256 * 1024 ** 2,
    logger = silentLogger,
  } = options;
  const budget = createByteBudget(Math.max(maxBufferedBytes, maxEnvelopeBytes));
  const identify = createIdentifying(options.authentication);
  const onRefused = (error: unknown): void =>
    logger.log("warn", "A request was refused.", { code: String((error as { code?: unknown }).code ?? "unknown") });
  const answering = { handler, maxEnvelopeBytes, maxAnswerBytes: Number.POSITIVE_INFINITY, onRefused };

  return async (request) => {
    const admission = admit(request, maxEnvelopeBytes);
    if ("refusal" in admission) return admission.refusal;
    let identifyMessage: IdentifyMessage;
    try {
      identifyMessage = identify(request);
    } catch (error) {
      onRefused(error);
      return refuse(toRefusal(error));
    }
    if (!budget.take(admission.bodyBytes)) {
      return refuse(toRefusal(notSent({ message: "The root holds too many requests. Try later." })));
    }
    try {
      const bytes = await readBody(request, admission.bodyBytes);
      if (bytes === undefined) return undefined;
      const message = { ...admission.headers, bytes };
      const identified = await identifyMessage(message);
      return await answerRequest(message, identified, answering, signal);
    } catch (error) {
      onRefused(error);
      return refuse(toRefusal(error));
    } finally {
      budget.give(admission.bodyBytes);
    }
  };
}

type IdentifyMessage = (message: RequestMessage) => Promise<Identified>;

/** Who is there: what the connection tells is found out before the body is read, the rest after it. */
function createIdentifying(
  authentication: HttpListenerOptions["authentication"],
): (request: IncomingMessage) => IdentifyMessage {
  switch (authentication.method) {
    case "hmac": {
      const identify = identifyBySharedKey(authentication);
      return () => (message) => identify(message, httpTarget);
    }
    case "certificate":
      return ({ socket }) => {
        const identified = identifiedAs(peerOfCertificate(socket as TLSSocket, authentication));
        return async () => identified;
      };
    case "none":
      return ({ socket }) => {
        const identified = identifyByHost(authentication, socket.remoteAddress);
        return async () => identified;
      };
  }
}

const statusOf: Readonly<Record<RefusalCode, number>> = {
  PROCESSING_UNAUTHENTICATED: 401,
  PROCESSING_ENVELOPE_INVALID: 400,
  PROCESSING_PROTOCOL_VERSION: 400,
  PROCESSING_TRANSPORT_UNAVAILABLE: 503,
  PROCESSING_TRANSPORT_TIMEOUT: 500,
};

interface Sending {
  /** Whether the connection ends after it. */
  readonly isLast: boolean;
  /** How long the other side may take nothing of the answer. */
  readonly takeTimeoutMs: number;
}

function respond(
  response: ServerResponse,
  answered: AnsweredRequest & { readonly status?: number },
  { isLast, takeTimeoutMs }: Sending,
): void {
  const { message, refusedWith, status = refusedWith === undefined ? 200 : statusOf[refusedWith] } = answered;
  response.setTimeout(takeTimeoutMs, () => response.destroy());
  response.writeHead(status, { ...answerHeaders(message), ...(isLast ? { connection: "close" } : {}) });
  response.end(message.bytes);
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.on("error", (cause) => reject(notSent({ message: `Cannot listen on port ${port}.`, cause })));
    server.listen(port, host, resolve);
  });
}

function addressOf(server: Server, { tls, host = "127.0.0.1" }: HttpListenerOptions): string {
  const { port } = server.address() as AddressInfo;
  return `${tls === undefined ? "http" : "https"}://${host.includes(":") ? `[${host}]` : host}:${port}`;
}

async function closeServer(server: Server, closeTimeoutMs: number, whenStopped: AbortController): Promise<void> {
  const timer = setTimeout(() => {
    whenStopped.abort(notSent({ message: "The root is closing." }));
    server.closeAllConnections();
  }, closeTimeoutMs);
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
  });
  clearTimeout(timer);
}
