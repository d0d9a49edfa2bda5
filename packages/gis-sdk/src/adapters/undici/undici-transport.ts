import { checkOptions, GisError, type GisTransport, GisTransportError } from "@opora/gis-sdk";
import { Agent, type Dispatcher } from "undici";
import { z } from "zod";
import { createResponseHandler } from "./response-handler.js";

/** What {@link createUndiciTransport} needs. Unknown keys are refused. */
export interface UndiciTransportOptions {
  /** Address of the service, `…/ext-bus-payment-service/services/PaymentAsync`; `http:` to a tunnel, or `https:`. */
  readonly endpoint: string | URL;
  /** HTTP basic authentication, as the test stands of ГИС ЖКХ ask for. */
  readonly basicAuth?: { readonly username: string; readonly password: string };
  /** Thumbprint of the client certificate, for tunnels and stands that take it as `X-Client-Cert-Fingerprint`. */
  readonly clientCertificateFingerprint?: string;
  /**
   * Carries the requests: an `Agent` with a client certificate, a `ProxyAgent`, a `Client` over a GOST TLS socket. It must
   * not retry or follow redirects. The host closes it. Default: an own agent without either.
   */
  readonly dispatcher?: Dispatcher;
  /** Time to connect, in milliseconds; not for a dispatcher of the host's. Default: 10 000. */
  readonly connectTimeoutMs?: number;
  /** Largest answer, in bytes. Default: 16 MiB. */
  readonly maxResponseBytes?: number;
}

/** A transport with connections to let go of. */
export interface UndiciTransport extends GisTransport {
  /** Closes the connections, unless the dispatcher is the host's. */
  close(): Promise<void>;
}

const headerText = z.string().regex(/^[\x20-\x7e]{1,1000}$/, "must be printable ASCII");
const optionsSchema = z.strictObject({
  endpoint: z.union([z.string(), z.instanceof(URL)]),
  basicAuth: z
    .strictObject({
      username: z.string().regex(/^[^:\p{Cc}]{1,200}$/u, "must be without colons and control characters"),
      password: z.string().regex(/^\P{Cc}{0,200}$/u, "must be without control characters"),
    })
    .optional(),
  clientCertificateFingerprint: headerText.optional(),
  dispatcher: z
    .custom<Dispatcher>((value) => typeof (value as { dispatch?: unknown } | null)?.dispatch === "function")
    .optional(),
  connectTimeoutMs: z.number().int().min(1).max(600_000).optional(),
  maxResponseBytes: z.number().int().min(1).max(1_073_741_824).optional(),
});

/**
 * Creates the transport over HTTP/1.1.
 *
 * Each request goes over a connection of its own: a connection kept alive may be closed by the other side just when the
 * request leaves, and then nobody can tell whether it arrived.
 *
 * @throws GisError `GIS_OPTIONS_INVALID`.
 * @example
 * ```ts
 * const transport = createUndiciTransport({
 *   endpoint: "http://127.0.0.1:8080/ext-bus-payment-service/services/PaymentAsync",
 *   basicAuth: { username: "test", password },
 * });
 * ```
 */
export function createUndiciTransport(options: UndiciTransportOptions): UndiciTransport {
  checkOptions(optionsSchema, options, "createUndiciTransport");
  const { dispatcher, connectTimeoutMs = 10_000, maxResponseBytes = 16 * 1024 * 1024 } = options;
  const endpoint = parseEndpoint(options.endpoint);
  const carrier = dispatcher ?? new Agent({ connect: { timeout: connectTimeoutMs } });
  const headers = headersOf(options);
  const target = {
    origin: endpoint.origin,
    path: endpoint.pathname + endpoint.search,
    method: "POST",
    // See above: no connection is used twice.
    reset: true,
  };
  return {
    post: ({ soapAction, body, timeoutMs }, { signal } = {}) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted === true) {
          reject(
            new GisTransportError("connect", "The request was aborted before it began.", { cause: signal.reason }),
          );
          return;
        }
        const { handler, fail } = createResponseHandler({ resolve, reject, timeoutMs, maxResponseBytes, signal });
        try {
          carrier.dispatch(
            { ...target, headers: { ...headers, soapaction: soapAction }, body, ...timeouts(timeoutMs) },
            handler,
          );
        } catch (error) {
          fail(error);
        }
      }),
    close: async () => {
      if (dispatcher === undefined) await carrier.close();
    },
  };
}

function timeouts(timeoutMs: number): { readonly headersTimeout: number; readonly bodyTimeout: number } {
  return { headersTimeout: timeoutMs, bodyTimeout: timeoutMs };
}

function headersOf({ basicAuth, clientCertificateFingerprint }: UndiciTransportOptions): Record<string, string> {
  return {
    "content-type": "text/xml; charset=utf-8",
    accept: "text/xml",
    ...(basicAuth === undefined
      ? {}
      : { authorization: `Basic ${base64(`${basicAuth.username}:${basicAuth.password}`)}` }),
    ...(clientCertificateFingerprint === undefined
      ? {}
      : { "x-client-cert-fingerprint": clientCertificateFingerprint }),
  };
}

function base64(text: string): string {
  return Buffer.from(text, "utf8").toString("base64");
}

function parseEndpoint(text: string | URL): URL {
  const endpoint = URL.canParse(String(text)) ? new URL(text) : undefined;
  const isUsable =
    endpoint !== undefined &&
    (endpoint.protocol === "http:" || endpoint.protocol === "https:") &&
    endpoint.username === "" &&
    endpoint.password === "" &&
    endpoint.hash === "";
  if (isUsable) return endpoint;
  // The address is not repeated: it may hold a password.
  const rule = "must be an http: or https: address without credentials and fragment; use basicAuth for a password";
  throw new GisError("GIS_OPTIONS_INVALID", `Option "endpoint" ${rule}.`, { details: { path: "endpoint" } });
}
