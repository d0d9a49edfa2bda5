import type { Envelope } from "../../domain/protocol/envelope.js";
import { decodeEnvelope, type EnvelopeLimits, encodeEnvelope } from "../../domain/protocol/envelope-codec.js";
import { ProcessingError } from "../../errors.js";
import type { EnvelopeHandler, Transport } from "../../ports/transport.js";
import { withinTime } from "../wire/within-time.js";

/** What {@link createInProcessTransport} needs. */
export interface InProcessTransportOptions extends EnvelopeLimits {
  /** The root's `handle`. */
  readonly handler: EnvelopeHandler;
  /** The child that this transport belongs to: the root takes it for proven by the host. */
  readonly nodeId: string;
}

/**
 * Creates a way to a root in the same process. Envelopes are written and read as over a wire, so that the two share
 * nothing and what would not survive a wire does not survive here either.
 *
 * @example
 * ```ts
 * const transport = createInProcessTransport({ handler: root.handle, nodeId: "shop-1" });
 * ```
 */
export function createInProcessTransport(options: InProcessTransportOptions): Transport {
  const { handler, nodeId } = options;
  const whenClosed = new AbortController();

  const copy = (envelope: Envelope): Envelope => decodeEnvelope(encodeEnvelope(envelope, options), options);
  return {
    async request(envelope, { timeoutMs, signal }) {
      if (whenClosed.signal.aborted) throw closed("not-done");
      const timedOut = (): Error => unanswered(`The root did not answer within ${timeoutMs} ms.`);
      return withinTime({ timeoutMs, signal, timedOut }, async () => {
        const request = copy(envelope);
        // The root goes on when the child has ceased to wait, as it would over a wire.
        const answer = await until(whenClosed.signal, handler(request, { nodeId, provenBy: "host" }, {}));
        return checkAnswer(copy(answer), request);
      });
    },
    async close() {
      whenClosed.abort(closed("unknown"));
    },
  };
}

function until<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(signal.reason);
    signal.addEventListener("abort", stop, { once: true });
    work.then(resolve, (cause: unknown) =>
      reject(unanswered("The root failed while it worked on the request.", cause)),
    );
    void work.catch(() => undefined).finally(() => signal.removeEventListener("abort", stop));
  });
}

function checkAnswer(answer: Envelope, request: Envelope): Envelope {
  if (answer.id === request.id) return answer;
  throw new ProcessingError("PROCESSING_ENVELOPE_INVALID", "The answer is for another request.", {
    outcome: "unknown",
  });
}

function unanswered(message: string, cause?: unknown): ProcessingError {
  return new ProcessingError("PROCESSING_TRANSPORT_TIMEOUT", message, { retryable: true, outcome: "unknown", cause });
}

function closed(outcome: "not-done" | "unknown"): ProcessingError {
  return new ProcessingError("PROCESSING_CLOSED", "The transport is closed.", { outcome });
}
