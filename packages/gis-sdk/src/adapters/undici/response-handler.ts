import { type GisHttpResponse, GisTransportError, type TransportPhase } from "@opora/gis-sdk";
import type { Dispatcher } from "undici";

/** What a handler works with. */
export interface ResponseHandlerOptions {
  readonly resolve: (response: GisHttpResponse) => void;
  readonly reject: (error: GisTransportError) => void;
  /** Time for the whole exchange, in milliseconds. */
  readonly timeoutMs: number;
  readonly maxResponseBytes: number;
  readonly signal: AbortSignal | undefined;
}

/** A handler for the dispatcher, and a way to end the exchange when the dispatcher does not even take the request. */
export interface ResponseHandler {
  readonly handler: Dispatcher.DispatchHandler;
  /** Ends the exchange with an error that undici threw or reported. */
  fail(error: unknown): void;
}

/**
 * Follows one request through undici's dispatcher and keeps book of how far it got.
 *
 * `onRequestStart` is called on an open connection, just before the first byte is written: before it no byte left. Ending
 * the exchange by ourselves before that call makes the call abort, still before the first byte.
 */
export function createResponseHandler(options: ResponseHandlerOptions): ResponseHandler {
  const { resolve, reject, timeoutMs, maxResponseBytes, signal } = options;
  const chunks: Buffer[] = [];
  let controller: Dispatcher.DispatchController | undefined;
  let phase: TransportPhase = "connect";
  let status: number | undefined;
  let size = 0;
  let isOver = false;

  const finish = (): boolean => {
    if (isOver) return false;
    isOver = true;
    clearTimeout(timer);
    signal?.removeEventListener("abort", onAbort);
    return true;
  };
  const end = (message: string, cause?: unknown): void => {
    if (!finish()) return;
    const error = new GisTransportError(phase, message, { cause, ...(status === undefined ? {} : { status }) });
    reject(error);
    controller?.abort(error);
  };
  const onAbort = (): void => end("The request was aborted.", signal?.reason);
  const timer = setTimeout(() => end(`The exchange took longer than ${timeoutMs} ms.`), timeoutMs);
  signal?.addEventListener("abort", onAbort, { once: true });

  const fail = (error: unknown): void => end(messageOf(error, phase), error);
  const handler: Dispatcher.DispatchHandler = {
    onRequestStart(started) {
      controller = started;
      if (isOver) {
        started.abort(new GisTransportError(phase, "The exchange was over before it began."));
        return;
      }
      if (phase !== "connect") {
        end("The dispatcher was about to send the request a second time. Use one that does not retry or redirect.");
        return;
      }
      phase = "sent";
    },
    onResponseStart(_controller, statusCode) {
      // 1xx only announces the answer.
      if (statusCode < 200) return;
      phase = "response";
      status = statusCode;
    },
    onResponseData(_controller, chunk) {
      size += chunk.length;
      if (size > maxResponseBytes) end(`The answer is larger than ${maxResponseBytes} bytes.`);
      else chunks.push(chunk);
    },
    onResponseEnd() {
      if (status === undefined) end("The answer ended before it began.");
      else if (finish()) resolve({ status, body: new Uint8Array(Buffer.concat(chunks)) });
    },
    onResponseError(_controller, error) {
      fail(error);
    },
  };
  return { handler, fail };
}

function messageOf(error: unknown, phase: TransportPhase): string {
  const code = (error as { code?: unknown } | null)?.code;
  const reason = typeof code === "string" ? code : error instanceof Error ? error.name : "unknown error";
  const happened = {
    connect: "No connection",
    sent: "The request left and no answer came",
    response: "The answer broke off",
  } as const;
  return `${happened[phase]}: ${reason}.`;
}
