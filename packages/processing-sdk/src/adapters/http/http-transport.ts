import {
  Agent,
  type ClientRequest,
  type IncomingMessage,
  type RequestOptions,
  request as requestHttp,
} from "node:http";
import { request as requestHttps, Agent as TlsAgent } from "node:https";
import type { TLSSocket } from "node:tls";
import { checkOptions, defaultMaxEnvelopeBytes, ProcessingError, type Transport } from "@opora/processing-sdk";
import { z } from "zod";
import type { CertificateProof, NoProof, SharedKeyProof } from "../wire/authentication.js";
import { createCalls } from "../wire/calls.js";
import type { BodyEncoding } from "../wire/envelope-body.js";
import type { AnswerMessage } from "../wire/message.js";
import {
  certificateProofSchema,
  compressionSchema,
  countUpTo,
  durationMs,
  maxEnvelopeBytesSchema,
  noProofSchema,
  sharedKeyProofSchema,
} from "../wire/option-schemas.js";
import { maxRefusalBytes } from "../wire/refusal.js";
import { type SealedRequest, sealRequest } from "../wire/request-sealer.js";
import { type ClientTls, clientTlsOptions, clientTlsSchema, isTlsRefusal } from "../wire/tls.js";
import { badAnswer, notSent, transportClosed, unanswered, unauthenticated } from "../wire/transport-errors.js";
import { httpTarget, packingMarginBytes, readAnswerHeaders, requestHeaders, syncPath } from "./http-wire.js";

/** What {@link createHttpTransport} needs. Unknown keys are refused. */
export interface HttpTransportOptions {
  /** The root: `http://10.0.0.5:2405`, or `https:`. A path is put before `/v1/sync`. */
  readonly address: string | URL;
  /** How the child proves who it is. */
  readonly authentication: SharedKeyProof | CertificateProof | NoProof;
  /** For `https:`. */
  readonly tls?: ClientTls;
  /**
   * `gzip` packs envelopes above 8 KiB both ways: for slow lines. On a local network packing takes longer than sending.
   * Default: `identity`.
   */
  readonly compression?: BodyEncoding;
  /** Most bytes of the JSON of an envelope. Default: 16 MiB. Limit: 64 MiB. */
  readonly maxEnvelopeBytes?: number;
  /** Most connections at once; further requests wait. Default: 8. Limit: 256. */
  readonly maxConnections?: number;
  /** How long an unused connection is kept, in milliseconds. Default: 30,000. Keep it below what the root allows. */
  readonly idleTimeoutMs?: number;
}

const optionsSchema = z
  .strictObject({
    address: z.union([z.string(), z.instanceof(URL)]).refine(isAddress, "must be http: or https:, without credentials"),
    authentication: z.discriminatedUnion("method", [sharedKeyProofSchema, certificateProofSchema, noProofSchema]),
    tls: clientTlsSchema.optional(),
    compression: compressionSchema,
    maxEnvelopeBytes: maxEnvelopeBytesSchema,
    maxConnections: countUpTo(256).optional(),
    idleTimeoutMs: durationMs.optional(),
  })
  .superRefine(({ address, authentication, tls }, issues) => {
    const isTls = String(address).startsWith("https:");
    if (!isTls && tls !== undefined) {
      issues.addIssue({ code: "custom", path: ["tls"], message: "is for https: addresses" });
    }
    if (authentication.method === "certificate" && (!isTls || tls?.cert === undefined || tls.key === undefined)) {
      issues.addIssue({ code: "custom", path: ["tls"], message: "must have a certificate and its key, over https:" });
    }
  });

/**
 * Creates a child's way to its root over HTTP/1.1, on connections that are kept. It never sends a request twice.
 *
 * @throws ProcessingError `PROCESSING_OPTIONS_INVALID`.
 * @example
 * ```ts
 * const transport = createHttpTransport({
 *   address: "https://root.example:2405",
 *   tls: { ca },
 *   authentication: { method: "hmac", nodeId: "shop-1", key },
 * });
 * ```
 */
export function createHttpTransport(options: HttpTransportOptions): Transport {
  checkOptions(optionsSchema, options, "createHttpTransport");
  const { maxEnvelopeBytes = defaultMaxEnvelopeBytes, compression = "identity", authentication } = options;
  const proof = authentication.method === "hmac" ? authentication : undefined;
  const target = targetOf(options);
  const calls = createCalls(transportClosed);

  return {
    async request(envelope, { timeoutMs, signal }) {
      const exchange: Exchange = { isSent: false };
      const timedOut = (): Error => {
        const message = `No answer from the root within ${timeoutMs} ms.`;
        return exchange.isSent ? unanswered({ message }) : notSent({ message });
      };
      return calls.run({ timeoutMs, signal, timedOut }, async (limit) => {
        const sealed = await sealRequest(envelope, httpTarget, { maxEnvelopeBytes, compression, proof });
        limit.throwIfAborted();
        const answer = await exchangeOverHttp(target, sealed, exchange, maxEnvelopeBytes, limit);
        return sealed.open(answer);
      });
    },
    async close() {
      calls.close();
      target.agent.destroy();
    },
  };
}

/** What the types of Node leave out: a TLS socket that has not agreed on its keys yet. */
interface Connecting {
  readonly secureConnecting: boolean;
}

/** How far an exchange got. */
interface Exchange {
  isSent: boolean;
}

interface Target {
  readonly agent: Agent | TlsAgent;
  readonly open: (options: RequestOptions) => ClientRequest;
  readonly options: RequestOptions;
}

function targetOf(options: HttpTransportOptions): Target {
  const { address, tls = {}, maxConnections = 8, idleTimeoutMs = 30_000 } = options;
  const url = new URL(address);
  const isTls = url.protocol === "https:";
  // The time-out of an agent ends idle connections only: a request has its own time.
  const pool = { keepAlive: true, maxSockets: maxConnections, maxFreeSockets: maxConnections, timeout: idleTimeoutMs };
  const agent = isTls ? new TlsAgent({ ...pool, ...clientTlsOptions(tls) }) : new Agent(pool);
  return {
    agent,
    open: isTls ? requestHttps : requestHttp,
    options: {
      agent,
      protocol: url.protocol,
      // URL keeps the brackets of an IPv6 address.
      host: url.hostname.replace(/^\[(.*)\]$/, "$1"),
      port: url.port === "" ? (isTls ? 443 : 80) : Number(url.port),
      path: `${url.pathname.replace(/\/$/, "")}${syncPath}`,
      method: "POST",
    },
  };
}

function exchangeOverHttp(
  target: Target,
  { message }: SealedRequest,
  exchange: Exchange,
  maxEnvelopeBytes: number,
  signal: AbortSignal,
): Promise<AnswerMessage> {
  return new Promise((resolve, reject) => {
    const request = target.open({ ...target.options, headers: requestHeaders(message) });
    const stop = (): void => {
      reject(signal.reason);
      request.destroy();
    };
    signal.addEventListener("abort", stop, { once: true });
    request.once("close", () => signal.removeEventListener("abort", stop));
    request.once("socket", (socket) => {
      const isTls = "encrypted" in socket;
      const isReady = !(isTls ? (socket as TLSSocket & Connecting).secureConnecting : socket.connecting);
      // What is written before waits in the socket until then.
      if (isReady) exchange.isSent = true;
      else socket.once(isTls ? "secureConnect" : "connect", () => (exchange.isSent = true));
    });
    request.once("error", (cause) => reject(connectionError(cause, exchange)));
    request.once("response", (response) => {
      readAnswer(response, maxEnvelopeBytes).then(resolve, (error: unknown) => {
        reject(error);
        request.destroy();
      });
    });
    request.end(message.bytes);
  });
}

function connectionError(cause: Error, { isSent }: Exchange): ProcessingError {
  const { code = cause.name } = cause as NodeJS.ErrnoException;
  if (!isSent && isTlsRefusal(cause)) {
    return unauthenticated({ message: `The certificate of the root cannot be trusted: ${code}.`, cause });
  }
  return isSent
    ? unanswered({ message: `The connection broke before the answer was there: ${code}.`, cause })
    : notSent({ message: `The root cannot be reached: ${code}.`, cause });
}

async function readAnswer(response: IncomingMessage, maxEnvelopeBytes: number): Promise<AnswerMessage> {
  const headers = readAnswerHeaders(response.headers);
  const status = response.statusCode ?? 0;
  if (headers === undefined) throw strangerError(status);
  const maxBytes = headers.kind === "answer" ? maxEnvelopeBytes + packingMarginBytes : maxRefusalBytes;
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of response as AsyncIterable<Uint8Array>) {
      size += chunk.length;
      if (size > maxBytes) throw badAnswer({ message: `The answer is larger than ${maxBytes} bytes.` });
      chunks.push(chunk);
    }
  } catch (cause) {
    if (ProcessingError.is(cause)) throw cause;
    throw unanswered({ message: "The connection broke within the answer.", cause });
  }
  return { ...headers, bytes: Buffer.concat(chunks) };
}

/** The error of an answer that no root has written: by a proxy, or by something else at this address. */
function strangerError(status: number): ProcessingError {
  const message = `The answer, of status ${status}, is not from a root.`;
  if (status === 401 || status === 403 || status === 407) return unauthenticated({ message });
  if (status >= 400 && status < 500 && status !== 408 && status !== 429) return badAnswer({ message });
  return unanswered({ message });
}

function isAddress(address: string | URL): boolean {
  if (!URL.canParse(String(address))) return false;
  const { protocol, username, password, search, hash } = new URL(address);
  return /^https?:$/.test(protocol) && `${username}${password}${search}${hash}` === "";
}
