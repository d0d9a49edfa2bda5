import type { JsonValue } from "@opora/core";
import {
  type GostCertificate,
  GostError,
  type GostSigner,
  integerOption,
  invalidOption,
  refuseUnknownOptions,
  type SignRequest,
} from "@opora/gost";
import { decodeBase64, encodeBase64 } from "../base64.js";
import { withDeadline } from "../deadline.js";
import { detectSignatureOrder } from "../signature-order.js";
import { type HttpAnswer, readBody } from "./answer-body.js";
import { refused, tookTooLong, unexpected, unreachable } from "./failures.js";

/** What the signer needs of `fetch`: the global one, undici's, or one with client certificates behind it. */
export type HttpSignerFetch = (
  url: string,
  request: {
    readonly method: "POST";
    readonly headers: Record<string, string>;
    readonly body: string;
    readonly redirect: "error";
    readonly signal: AbortSignal;
  },
) => Promise<HttpAnswer>;

/** What a {@link createHttpSigner} needs. */
export interface HttpSignerOptions {
  /** Where signatures are asked for: `https:`, or `http:` inside a trusted network. */
  readonly url: string | URL;
  /** Certificate of the key that the service signs with. */
  readonly certificate: GostCertificate;
  /** Issuers of the certificate, from the nearest upwards. Default: none. */
  readonly chain?: readonly GostCertificate[];
  /** Headers of each request, such as `authorization`; a function is asked before each request. Default: none. */
  readonly headers?: Readonly<Record<string, string>> | (() => Promise<Readonly<Record<string, string>>>);
  /**
   * Makes the body of a request. Default: `{ "bits": 256, "digest": "…", "message": "…" }`, both in base64, the digest in
   * wire order.
   */
  readonly writeRequest?: (request: SignRequest) => JsonValue;
  /** Takes the signature out of the parsed answer: base64, or `undefined` when there is none. Default: `signature`. */
  readonly readAnswer?: (answer: JsonValue) => string | undefined;
  /** How long one signature may take, in milliseconds: people may have to confirm. Default: 30,000; at most one hour. */
  readonly timeoutMs?: number;
  /** How long an answer may be, in bytes. Default: 65,536; at most 1 MiB. */
  readonly maxAnswerBytes?: number;
  /** Default: the global `fetch`. */
  readonly fetch?: HttpSignerFetch;
}

const knownOptions: readonly (keyof HttpSignerOptions)[] = [
  "url",
  "certificate",
  "chain",
  "headers",
  "writeRequest",
  "readAnswer",
  "timeoutMs",
  "maxAnswerBytes",
  "fetch",
];

/**
 * A signer that asks a service by HTTP: one POST with JSON per signature, one JSON answer. Nothing is retried and no
 * redirect is followed. In which order the service writes the bytes of a signature is found out on the first one.
 *
 * `sign` rejects with `GOST_OPTIONS_INVALID` for headers that cannot be sent; with `GOST_SIGNER_FAILED` when the service cannot be reached, answers too late or with another status
 * than 2xx (`retryable` for 408, 425, 429, 5xx and everything on the way), or with something that is not the expected JSON;
 * with `GOST_LIMIT_EXCEEDED` for a long answer, with `GOST_SIGNER_WRONG_SIGNATURE` when the answer is no signature under
 * the certificate.
 *
 * @throws GostError `GOST_OPTIONS_INVALID`
 *
 * @example
 * ```ts
 * const signer = createHttpSigner({
 *   url: "https://signing.example/v1/raw-signatures",
 *   certificate,
 *   headers: async () => ({ authorization: `Bearer ${await token()}` }),
 *   writeRequest: ({ digest }) => ({ hash: Buffer.from(digest).toString("base64") }),
 *   readAnswer: (answer) => (answer as { value?: string }).value,
 * });
 * ```
 */
export function createHttpSigner(options: HttpSignerOptions): GostSigner {
  refuseUnknownOptions(options, knownOptions);
  const { certificate, chain = [], headers = {}, writeRequest = describeRequest, readAnswer = takeSignature } = options;
  const url = checkUrl(options.url);
  const { fetch = globalThis.fetch } = options;
  const timeoutMs = integerOption("timeoutMs", options.timeoutMs, { from: 1, to: 3_600_000, otherwise: 30_000 });
  const maxAnswerBytes = integerOption("maxAnswerBytes", options.maxAnswerBytes, {
    from: certificate.bits / 4,
    to: 1024 * 1024,
    otherwise: 64 * 1024,
  });
  const bringIntoOrder = detectSignatureOrder(certificate);
  // A query may carry a secret: errors name the place without it.
  const place = `${url.origin}${url.pathname}`;

  const post = async (body: string, own: Readonly<Record<string, string>>, signal: AbortSignal): Promise<string> => {
    const headers = { accept: "application/json", "content-type": "application/json", ...own };
    const answer = await fetch(url.href, { method: "POST", headers, body, redirect: "error", signal });
    if (answer.status >= 200 && answer.status <= 299) return readBody(answer, maxAnswerBytes);
    // What a refusal says is of no use here and may be long: the connection is let go of.
    await answer.body?.getReader().cancel();
    throw refused(place, answer.status);
  };

  const askForSignature = async (request: SignRequest, signal: AbortSignal): Promise<Uint8Array> => {
    const body = JSON.stringify(writeRequest(request));
    const own = typeof headers === "function" ? await headers() : headers;
    checkHeaders(own);
    const text = await post(body, own, signal).catch((cause: unknown) => {
      throw GostError.is(cause) ? cause : unreachable(place, cause);
    });
    const signature = decodeBase64(readAnswer(parseJson(text, place)) ?? "");
    if (signature === undefined || signature.length === 0) throw unexpected(place, "holds no signature in base64");
    return bringIntoOrder(signature, request.digest);
  };

  return {
    certificate,
    chain,
    sign: (request, { signal } = {}) =>
      withDeadline({ timeoutMs, signal, timedOut: () => tookTooLong(place, timeoutMs) }, (stop) =>
        rejectingOn(stop, askForSignature(request, stop)),
      ),
  };
}

/** `fetch` refuses such headers as well, but quotes their values, which are secrets, in its error. */
function checkHeaders(headers: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(headers)) {
    if (typeof value !== "string" || !/^[\t\x20-\x7e\x80-\xff]*$/.test(value)) {
      throw invalidOption(`headers.${name}`, "must be a text on one line, of characters that a header may have");
    }
  }
}

function describeRequest({ bits, digest, message }: SignRequest): JsonValue {
  return { bits, digest: encodeBase64(digest), message: encodeBase64(message) };
}

function takeSignature(answer: JsonValue): string | undefined {
  if (typeof answer !== "object" || answer === null || !("signature" in answer)) return undefined;
  const { signature } = answer;
  return typeof signature === "string" ? signature : undefined;
}

function checkUrl(given: string | URL): URL {
  const url = URL.canParse(`${given}`) ? new URL(given) : undefined;
  if (url === undefined || !["http:", "https:"].includes(url.protocol)) {
    throw invalidOption("url", "must be an absolute URL with https: or http:");
  }
  if (url.username !== "" || url.password !== "") {
    throw invalidOption("url", "must not hold a name or password; use the option headers");
  }
  return url;
}

/** What the caller injects need not listen to the signal: the caller gets the reason at once all the same. */
function rejectingOn<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  return Promise.race([
    work,
    new Promise<never>((_, reject) => {
      // Starting the work may have aborted it already.
      if (signal.aborted) reject(signal.reason);
      else signal.addEventListener("abort", () => reject(signal.reason), { once: true });
    }),
  ]);
}

function parseJson(text: string, place: string): JsonValue {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    // The parser's own message quotes the text, which may be anybody's data.
    throw unexpected(place, "is not JSON");
  }
}
