import {
  type Envelope,
  type EnvelopeHandler,
  type Listener,
  ProcessingError,
  type Transport,
} from "@opora/processing-sdk";
import { onTestFinished } from "vitest";

/** A request of `child-a`. */
export function asked(id: string, body: Envelope["body"] = {}): Envelope {
  return { v: 1, type: "hello", originId: "child-a:1", epoch: "", id, body };
}

/** Ample time. */
export const ample = { timeoutMs: 30_000 };

/** A root that notes what it hears. */
export interface HearingRoot {
  readonly port: number;
  readonly heard: string[];
}

/** Serves a root that echoes, for the running test. */
export async function serveEcho(listener: Listener): Promise<HearingRoot> {
  const heard: string[] = [];
  const handler: EnvelopeHandler = async (envelope) => {
    heard.push(envelope.id);
    return { ...envelope, type: "helloAnswer" };
  };
  const running = await listener.serve(handler);
  onTestFinished(() => running.close());
  return { port: Number(/:(\d+)$/.exec(running.address)?.[1]), heard };
}

/** The transport, closed when the running test ends. */
export function using(transport: Transport): Transport {
  onTestFinished(() => transport.close());
  return transport;
}

/** The error that an exchange fails with. */
export async function failureOf(work: Promise<unknown>): Promise<ProcessingError> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (ProcessingError.is(error)) return error;
  throw new Error(`The exchange must fail with a ProcessingError, not with ${String(error)}.`);
}

/** Repeats a request as a child would, until it is answered. */
export async function answeredEventually(transport: Transport, id: string): Promise<void> {
  for (let attempt = 1; attempt <= 40; attempt += 1) {
    const error = await transport.request(asked(id), { timeoutMs: 1_000 }).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    if (error === undefined) return;
    if (!ProcessingError.is(error) || !error.retryable) throw error;
  }
  throw new Error(`The request "${id}" was not answered in 40 attempts.`);
}
