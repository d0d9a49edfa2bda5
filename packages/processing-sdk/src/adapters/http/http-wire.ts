import type { IncomingHttpHeaders, OutgoingHttpHeaders } from "node:http";
import type { BodyEncoding } from "../wire/envelope-body.js";
import type { AnswerMessage, Credentials, RequestMessage } from "../wire/message.js";

/** Where a root answers. */
export const syncPath = "/v1/sync";

/** What digests of requests and answers cover of HTTP. A proxy may put something before the path, not change it. */
export const httpTarget = `POST ${syncPath}`;

/** Port of a root when nothing else is said. */
export const defaultHttpPort = 2405;

/** A body is at most this much larger than the envelope in it: what gzip adds to bytes that it cannot shrink. */
export const packingMarginBytes = 64 * 1024;

const scheme = "Opora-HMAC-SHA256";

/** Headers of a request. */
export function requestHeaders(message: RequestMessage): OutgoingHttpHeaders {
  const { requestId, accepts, encoding, bytes, credentials } = message;
  return {
    "content-type": "application/json",
    "content-length": bytes.length,
    "accept-encoding": accepts,
    ...encodingHeader(encoding),
    "opora-request-id": encodeURIComponent(requestId),
    ...(credentials === undefined ? {} : { authorization: authorizationOf(credentials) }),
  };
}

/** What the headers of a request say; `undefined` when they are not those of a child. */
export function readRequestHeaders(headers: IncomingHttpHeaders): Omit<RequestMessage, "bytes"> | undefined {
  const encoding = encodingOf(headers);
  const requestId = decoded(headers["opora-request-id"]);
  if (encoding === undefined || requestId === undefined || headers["content-type"] !== "application/json") {
    return undefined;
  }
  const accepts = headers["accept-encoding"] === "gzip" ? "gzip" : "identity";
  return { requestId, encoding, accepts, credentials: credentialsOf(headers.authorization) };
}

/** Headers of an answer. */
export function answerHeaders({ kind, encoding, bytes, digest }: AnswerMessage): OutgoingHttpHeaders {
  return {
    "content-type": "application/json",
    "content-length": bytes.length,
    "cache-control": "no-store",
    ...encodingHeader(encoding),
    "opora-kind": kind,
    ...(digest === undefined ? {} : { "opora-digest": digest }),
  };
}

/** What the headers of an answer say; `undefined` when a root did not write them. */
export function readAnswerHeaders(headers: IncomingHttpHeaders): Omit<AnswerMessage, "bytes"> | undefined {
  const { "opora-kind": kind, "opora-digest": digest } = headers;
  const encoding = encodingOf(headers);
  if ((kind !== "answer" && kind !== "refusal") || encoding === undefined) return undefined;
  return { kind, encoding, digest: typeof digest === "string" ? digest : undefined };
}

function encodingHeader(encoding: BodyEncoding): OutgoingHttpHeaders {
  return encoding === "gzip" ? { "content-encoding": "gzip" } : {};
}

function encodingOf({ "content-encoding": encoding = "identity" }: IncomingHttpHeaders): BodyEncoding | undefined {
  return encoding === "identity" || encoding === "gzip" ? encoding : undefined;
}

function authorizationOf({ nodeId, timeMs, nonce, digest }: Credentials): string {
  return `${scheme} node=${encodeURIComponent(nodeId)}, time=${timeMs}, nonce=${nonce}, digest=${digest}`;
}

const authorization = new RegExp(
  `^${scheme} node=([^\\s,]{1,1200}), time=(\\d{1,15}), nonce=([\\w-]{22}), digest=([\\w-]{43})$`,
);

function credentialsOf(text: string | undefined): Credentials | undefined {
  const [, node, time, nonce, digest] = authorization.exec(text ?? "") ?? [];
  const nodeId = decoded(node);
  if (nodeId === undefined || nonce === undefined || digest === undefined) return undefined;
  return { nodeId, timeMs: Number(time), nonce, digest };
}

function decoded(text: string | readonly string[] | undefined): string | undefined {
  if (typeof text !== "string") return undefined;
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
