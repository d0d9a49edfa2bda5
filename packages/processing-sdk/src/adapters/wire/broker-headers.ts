import type { BodyEncoding } from "./envelope-body.js";
import type { AnswerMessage, Credentials, RequestMessage } from "./message.js";

/** Headers of a message at a broker: printable ASCII. */
export type BrokerHeaders = Readonly<Record<string, string>>;

/** Reads one header; `undefined` when it is not there. */
export type ReadHeader = (name: string) => unknown;

/** Headers of a request. */
export function requestToHeaders({ requestId, encoding, accepts, credentials }: RequestMessage): BrokerHeaders {
  return {
    "opora-request-id": encodeURIComponent(requestId),
    "opora-encoding": encoding,
    "opora-accepts": accepts,
    ...(credentials && {
      "opora-node": encodeURIComponent(credentials.nodeId),
      "opora-time": String(credentials.timeMs),
      "opora-nonce": credentials.nonce,
      "opora-digest": credentials.digest,
    }),
  };
}

/** What the headers of a request say; `undefined` when they are not those of a child. */
export function requestFromHeaders(read: ReadHeader): Omit<RequestMessage, "bytes"> | undefined {
  const requestId = decoded(read("opora-request-id"));
  const encoding = encodingFrom(read("opora-encoding"));
  const accepts = encodingFrom(read("opora-accepts"));
  if (requestId === undefined || encoding === undefined || accepts === undefined) return undefined;
  return { requestId, encoding, accepts, credentials: credentialsFrom(read) };
}

/** Headers of an answer. */
export function answerToHeaders({ kind, encoding, digest }: AnswerMessage): BrokerHeaders {
  return {
    "opora-kind": kind,
    "opora-encoding": encoding,
    ...(digest === undefined ? {} : { "opora-digest": digest }),
  };
}

/** What the headers of an answer say; `undefined` when a root did not write them. */
export function answerFromHeaders(read: ReadHeader): Omit<AnswerMessage, "bytes"> | undefined {
  const kind = read("opora-kind");
  const encoding = encodingFrom(read("opora-encoding"));
  if ((kind !== "answer" && kind !== "refusal") || encoding === undefined) return undefined;
  return { kind, encoding, digest: matching(read("opora-digest"), digestText) };
}

const digestText = /^[\w-]{43}$/;
const nonceText = /^[\w-]{22}$/;
const timeText = /^\d{1,15}$/;

function credentialsFrom(read: ReadHeader): Credentials | undefined {
  const nodeId = decoded(read("opora-node"));
  const time = matching(read("opora-time"), timeText);
  const nonce = matching(read("opora-nonce"), nonceText);
  const digest = matching(read("opora-digest"), digestText);
  if (nodeId === undefined || time === undefined || nonce === undefined || digest === undefined) return undefined;
  return { nodeId, timeMs: Number(time), nonce, digest };
}

function encodingFrom(value: unknown): BodyEncoding | undefined {
  return value === "identity" || value === "gzip" ? value : undefined;
}

function matching(value: unknown, pattern: RegExp): string | undefined {
  return typeof value === "string" && pattern.test(value) ? value : undefined;
}

function decoded(value: unknown): string | undefined {
  if (typeof value !== "string" || value.length > 1200) return undefined;
  try {
    return decodeURIComponent(value);
  } catch {
    return undefined;
  }
}
