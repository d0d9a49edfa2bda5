import type { Envelope } from "../../domain/protocol/envelope.js";
import { decodeEnvelope, type EnvelopeLimits, encodeEnvelope } from "../../domain/protocol/envelope-codec.js";
import { type CommandOutcome, ProcessingError } from "../../errors.js";
import type { EnvelopeHandler, Transport } from "../../ports/transport.js";
import { createCalls } from "../wire/calls.js";

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
  const { handler, nodeId, ...limits } = options;
  return carryInProcess(nodeId, limits, () => ({ handler, limits }));
}

/** A root in the same process, with its own limits. */
export interface InProcessRoot {
  readonly handler: EnvelopeHandler;
  readonly limits: EnvelopeLimits;
}

/** A transport to whatever root is there when a request is made. */
export function carryInProcess(
  nodeId: string,
  limits: EnvelopeLimits,
  findRoot: () => InProcessRoot | undefined,
): Transport {
  const calls = createCalls(closed);
  return {
    request(envelope, { timeoutMs, signal }) {
      const timedOut = (): Error => unanswered(`The root did not answer within ${timeoutMs} ms.`);
      return calls.run({ timeoutMs, signal, timedOut }, async () => {
        const root = findRoot();
        if (root === undefined) throw nobodyServes();
        const asked = decodeEnvelope(encodeEnvelope(envelope, limits), root.limits);
        // No signal: the root goes on when the child has ceased to wait, as it would over a wire.
        const answer = await root.handler(asked, { nodeId, provenBy: "host" }, {}).catch(handlerFailed);
        return readAnswer(answer, asked, root.limits, limits);
      });
    },
    async close() {
      calls.close();
    },
  };
}

function readAnswer(answer: Envelope, asked: Envelope, rootLimits: EnvelopeLimits, limits: EnvelopeLimits): Envelope {
  try {
    const copy = decodeEnvelope(encodeEnvelope(answer, rootLimits), limits);
    if (copy.id === asked.id) return copy;
  } catch (cause) {
    throw badAnswer(`The answer cannot be read. ${(cause as Error).message}`, cause);
  }
  throw badAnswer("The answer is for another request.");
}

function badAnswer(message: string, cause?: unknown): ProcessingError {
  return new ProcessingError("PROCESSING_ENVELOPE_INVALID", message, { outcome: "unknown", cause });
}

function handlerFailed(cause: unknown): never {
  throw unanswered("The root failed while it worked on the request.", cause);
}

function unanswered(message: string, cause?: unknown): ProcessingError {
  return new ProcessingError("PROCESSING_TRANSPORT_TIMEOUT", message, { retryable: true, outcome: "unknown", cause });
}

function nobodyServes(): ProcessingError {
  return new ProcessingError("PROCESSING_TRANSPORT_UNAVAILABLE", "Nobody serves in this process.", { retryable: true });
}

function closed(outcome: CommandOutcome): ProcessingError {
  return new ProcessingError("PROCESSING_CLOSED", "The transport is closed.", { outcome });
}
