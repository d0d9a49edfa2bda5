import type { IncomingMessage } from "node:http";
import { largestMaxEnvelopeBytes } from "@opora/processing-sdk";
import { type AnsweredRequest, refuse } from "../wire/answer-request.js";
import type { RequestMessage } from "../wire/message.js";
import { httpTarget, packingMarginBytes, readRequestHeaders, syncPath } from "./http-wire.js";

/** What the head of a request says about whether to read its body. */
export type Admission =
  | { readonly headers: Omit<RequestMessage, "bytes">; readonly bodyBytes: number }
  | { readonly refusal: AnsweredRequest & { readonly status: number } };

/** Looks at the head of a request before a byte of its body is kept. */
export function admit(request: IncomingMessage, maxEnvelopeBytes: number): Admission {
  if (request.url !== syncPath) return refused(404, `There is only ${httpTarget} here.`);
  if (request.method !== "POST") return refused(405, `There is only ${httpTarget} here.`);
  const length = request.headers["content-length"];
  if (length === undefined) return refused(411, "The request does not say how long it is.");
  const bodyBytes = Number(length);
  if (bodyBytes > maxEnvelopeBytes + packingMarginBytes) {
    // What is not kept is still read, for otherwise the sender would see a broken connection and not this answer.
    if (bodyBytes > largestMaxEnvelopeBytes + packingMarginBytes) request.socket.destroySoon();
    return refused(413, `The request is larger than an envelope of ${maxEnvelopeBytes} bytes can be.`);
  }
  const headers = readRequestHeaders(request.headers);
  if (headers === undefined) return refused(415, "The headers are not those of an envelope.");
  return { headers, bodyBytes };
}

/** Reads a body; `undefined` when the connection broke before its end. */
export async function readBody(request: IncomingMessage, bodyBytes: number): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = [];
  try {
    for await (const chunk of request as AsyncIterable<Uint8Array>) chunks.push(chunk);
  } catch {
    return undefined;
  }
  const bytes = Buffer.concat(chunks);
  return bytes.length === bodyBytes ? bytes : undefined;
}

function refused(status: number, message: string): Admission {
  const refusal = { code: "PROCESSING_ENVELOPE_INVALID", message, outcome: "not-done" } as const;
  return { refusal: { ...refuse(refusal), status } };
}
