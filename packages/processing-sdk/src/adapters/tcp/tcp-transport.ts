import { connect as connectTcp, isIP, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import { checkOptions, defaultMaxEnvelopeBytes, ProcessingError, type Transport } from "@opora/processing-sdk";
import { z } from "zod";
import type { CertificateProof, NoProof, SharedKeyProof } from "../wire/authentication.js";
import { createCalls } from "../wire/calls.js";
import { type BodyEncoding, packEnvelope } from "../wire/envelope-body.js";
import {
  certificateProofSchema,
  compressionSchema,
  countUpTo,
  durationMs,
  maxEnvelopeBytesSchema,
  noProofSchema,
  sharedKeyProofSchema,
} from "../wire/option-schemas.js";
import { openAnswer } from "../wire/request-sealer.js";
import { type ClientTls, clientTlsOptions, clientTlsSchema, isTlsRefusal } from "../wire/tls.js";
import { notSent, transportClosed, unanswered, unauthenticated } from "../wire/transport-errors.js";
import { greetRoot, type TcpConnection } from "./tcp-connection.js";
import { defaultTcpPort } from "./tcp-wire.js";

/** What {@link createTcpTransport} needs. Unknown keys are refused. */
export interface TcpTransportOptions {
  /** Name or address of the root. */
  readonly host: string;
  /** Default: 2403. */
  readonly port?: number;
  /** How the child proves who it is. */
  readonly authentication: SharedKeyProof | CertificateProof | NoProof;
  /** Speaks TLS when given. */
  readonly tls?: ClientTls;
  /**
   * `gzip` packs envelopes above 8 KiB both ways: for slow lines. On a local network packing takes longer than sending.
   * Default: `identity`.
   */
  readonly compression?: BodyEncoding;
  /** Most bytes of the JSON of an envelope. Default: 16 MiB. Limit: 64 MiB. */
  readonly maxEnvelopeBytes?: number;
  /** Most requests under way at once; further ones are refused. Default: 256. Limit: 10,000. */
  readonly maxInFlight?: number;
  /** Time to connect and greet, in milliseconds. Default: 10,000. */
  readonly connectTimeoutMs?: number;
  /** How long an unused connection is kept, in milliseconds. Default: 120,000. Keep it below what the root allows. */
  readonly idleTimeoutMs?: number;
}

const optionsSchema = z
  .strictObject({
    host: z.string().min(1).max(255),
    port: z.number().int().min(1).max(65_535).optional(),
    authentication: z.discriminatedUnion("method", [sharedKeyProofSchema, certificateProofSchema, noProofSchema]),
    tls: clientTlsSchema.optional(),
    compression: compressionSchema,
    maxEnvelopeBytes: maxEnvelopeBytesSchema,
    maxInFlight: countUpTo(10_000).optional(),
    connectTimeoutMs: durationMs.optional(),
    idleTimeoutMs: durationMs.optional(),
  })
  .refine(({ authentication, tls }) => authentication.method !== "certificate" || (tls?.cert && tls.key), {
    path: ["tls"],
    message: "must have a certificate and its key",
  });

/**
 * Creates a child's way to its root over one TCP connection, with many requests under way on it. It connects when there is
 * something to send, and never sends a request twice.
 *
 * @throws ProcessingError `PROCESSING_OPTIONS_INVALID`.
 * @example
 * ```ts
 * const transport = createTcpTransport({ host: "10.0.0.5", authentication: { method: "hmac", nodeId: "shop-1", key } });
 * ```
 */
export function createTcpTransport(options: TcpTransportOptions): Transport {
  checkOptions(optionsSchema, options, "createTcpTransport");
  const { maxEnvelopeBytes = defaultMaxEnvelopeBytes, compression = "identity", maxInFlight = 256 } = options;
  let connecting: Promise<TcpConnection> | undefined;
  let current: TcpConnection | undefined;
  const calls = createCalls(transportClosed);
  let isClosed = false;
  let underWay = 0;

  const connected = async (): Promise<TcpConnection> => {
    if (current?.isOpen() === true) return current;
    connecting ??= openConnection(options).finally(() => {
      connecting = undefined;
    });
    const connection = await connecting;
    if (isClosed) connection.close(transportClosed("unknown"));
    else current = connection;
    return connection;
  };

  return {
    async request(envelope, { timeoutMs, signal }) {
      if (underWay >= maxInFlight) throw notSent({ message: `There are ${maxInFlight} requests under way already.` });
      let isSent = false;
      const timedOut = (): Error => {
        const message = `No answer from the root within ${timeoutMs} ms.`;
        return isSent ? unanswered({ message }) : notSent({ message });
      };
      underWay += 1;
      try {
        return await calls.run({ timeoutMs, signal, timedOut }, async (limit) => {
          const connection = await connected();
          const rootLimit = Math.min(maxEnvelopeBytes, connection.maxEnvelopeBytes);
          const body = await packEnvelope(envelope, { compression, maxEnvelopeBytes: rootLimit });
          limit.throwIfAborted();
          const onSent = (): void => {
            isSent = true;
          };
          const answer = await connection.exchange({ body, accepts: compression, onSent }, limit);
          return openAnswer(answer, envelope.id, maxEnvelopeBytes);
        });
      } finally {
        underWay -= 1;
      }
    },
    async close() {
      isClosed = true;
      calls.close();
      current?.close(transportClosed("unknown"));
    },
  };
}

async function openConnection(options: TcpTransportOptions): Promise<TcpConnection> {
  const { authentication, maxEnvelopeBytes = defaultMaxEnvelopeBytes } = options;
  const { connectTimeoutMs = 10_000, idleTimeoutMs = 120_000 } = options;
  const socket = openSocket(options);
  const timer = setTimeout(
    () => socket.destroy(notSent({ message: `The root was not ready within ${connectTimeoutMs} ms.` })),
    connectTimeoutMs,
  );
  try {
    await connectedSocket(socket, options.tls !== undefined);
    return await greetRoot(socket, {
      proof: authentication.method === "hmac" ? authentication : undefined,
      maxEnvelopeBytes,
      idleTimeoutMs,
    });
  } catch (cause) {
    socket.destroy();
    throw connectError(cause);
  } finally {
    clearTimeout(timer);
  }
}

function openSocket({ host, port = defaultTcpPort, tls }: TcpTransportOptions): Socket {
  const place = { host, port, noDelay: true, keepAlive: true, keepAliveInitialDelay: 30_000 };
  if (tls === undefined) return connectTcp(place);
  // RFC 6066: an address is no server name. The certificate is checked against it all the same.
  const named = isIP(host) === 0 ? { servername: host, ...tls } : tls;
  return connectTls({ ...place, ...clientTlsOptions(named) });
}

function connectedSocket(socket: Socket, isTls: boolean): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once("error", reject);
    socket.once("close", () => reject(notSent({ message: "The root closed the connection." })));
    socket.once(isTls ? "secureConnect" : "connect", resolve);
  });
}

function connectError(cause: unknown): ProcessingError {
  if (ProcessingError.is(cause)) return cause;
  const { code = "unknown" } = cause as NodeJS.ErrnoException;
  return isTlsRefusal(cause)
    ? unauthenticated({ message: `The certificate of the root cannot be trusted: ${code}.`, cause })
    : notSent({ message: `The root cannot be reached: ${code}.`, cause });
}
