import type { JsonObject } from "@opora/core";
import { type Envelope, type EnvelopeType, protocolVersion } from "../domain/protocol/envelope.js";
import { encodeError } from "../domain/protocol/error-body.js";
import { nodeOfOrigin } from "../domain/protocol/origin-id.js";
import { ProcessingError } from "../errors.js";
import type { PortOptions } from "../ports/store.js";
import type { EnvelopeHandler, Peer } from "../ports/transport.js";
import { createTurns } from "../turns.js";
import type { Answer } from "./answer.js";
import { answerHello } from "./answer-hello.js";
import { answerPull } from "./answer-pull.js";
import { answerPush } from "./answer-push.js";
import { answerExecute, answerFind } from "./answer-remote.js";
import { readRoot } from "./origins.js";
import type { RootContext } from "./root-context.js";

/** How much is worked on at once. */
export interface HandlerOptions {
  /** Answers the message `digest`. */
  readonly answerDigest: (body: JsonObject, peer: Peer, options: PortOptions) => Promise<JsonObject>;
  /** Messages of synchronisation worked on at once. */
  readonly syncPool: number;
  /** Forwarded commands worked on at once. */
  readonly movementPool: number;
  /** How many messages of either kind may wait. */
  readonly waiting: number;
}

/** A handler that can be closed. */
export interface RunningHandler {
  readonly handle: EnvelopeHandler;
  /** Takes no new messages, and resolves when those under way are answered. */
  close(): Promise<void>;
}

type Work = (context: RootContext, envelope: Envelope, peer: Peer, options: PortOptions) => Promise<Answer>;

/** A kind of request: the type of its answer, which pool works on it, and how. */
interface RequestKind {
  readonly answer: EnvelopeType;
  readonly pool: "sync" | "movement";
  readonly work: Work;
}

/** Creates the root's side of the protocol. Whatever goes wrong with one message is an answer of type `error`. */
export function createHandler(context: RootContext, options: HandlerOptions): RunningHandler {
  const pools = {
    sync: createTurns({ atOnce: options.syncPool, waiting: options.waiting }),
    movement: createTurns({ atOnce: options.movementPool, waiting: options.waiting }),
  };
  const answerDigest: Work = async ({ storage }, { body }, peer, portOptions) => {
    const { epoch } = await storage.snapshot(readRoot, portOptions);
    return { epoch, body: await options.answerDigest(body, peer, portOptions) };
  };
  const kinds: Partial<Record<EnvelopeType, RequestKind>> = {
    hello: { answer: "helloAnswer", pool: "sync", work: answerHello },
    push: { answer: "pushAnswer", pool: "sync", work: answerPush },
    pull: { answer: "pullAnswer", pool: "sync", work: answerPull },
    digest: { answer: "digestAnswer", pool: "sync", work: answerDigest },
    execute: { answer: "executeAnswer", pool: "movement", work: answerExecute },
    find: { answer: "findAnswer", pool: "movement", work: answerFind },
  };

  async function answer(envelope: Envelope, peer: Peer, portOptions: PortOptions): Promise<Envelope> {
    checkSender(context, envelope, peer);
    const kind = kinds[envelope.type];
    if (kind === undefined) {
      throw new ProcessingError("PROCESSING_ENVELOPE_INVALID", "An answer came as a request.", {
        details: { path: "type" },
      });
    }
    const result = await pools[kind.pool].take(() => kind.work(context, envelope, peer, portOptions));
    if ("body" in result) return reply(envelope, kind.answer, result.epoch, result.body);
    context.logger.log("warn", "refused a message of a child", { nodeId: peer.nodeId, code: result.refusal.code });
    return reply(envelope, "error", result.epoch, encodeError(result.refusal));
  }

  return {
    async handle(envelope, peer, portOptions = {}) {
      try {
        return await answer(envelope, peer, portOptions);
      } catch (error) {
        const known = toKnownError(error);
        context.logger.log("warn", "could not answer a message of a child", { nodeId: peer.nodeId, code: known.code });
        // Without the epoch: it may be the store that failed. No child draws conclusions from such an error.
        return reply(envelope, "error", "", encodeError(known));
      }
    },
    async close() {
      await Promise.all([pools.sync.close(), pools.movement.close()]);
    },
  };
}

/** The child may speak only for itself, and only when it is known here. */
function checkSender({ children }: RootContext, { v, originId }: Envelope, { nodeId }: Peer): void {
  if (v !== protocolVersion) {
    throw new ProcessingError("PROCESSING_PROTOCOL_VERSION", `This root speaks version ${protocolVersion} only.`, {
      details: { version: v, supported: protocolVersion },
    });
  }
  if (nodeOfOrigin(originId) !== nodeId) {
    throw new ProcessingError("PROCESSING_UNAUTHENTICATED", "The message is of an origin that is not the sender's.");
  }
  if (children !== undefined && !children.has(nodeId)) {
    throw new ProcessingError("PROCESSING_UNAUTHENTICATED", `${nodeId} is not among the children of this root.`);
  }
}

function reply({ originId, id }: Envelope, type: EnvelopeType, epoch: string, body: JsonObject): Envelope {
  return { v: protocolVersion, type, originId, epoch, id, body };
}

/** What a stranger may learn of an error: of those that are not ours, nothing. */
function toKnownError(error: unknown): ProcessingError {
  if (ProcessingError.is(error)) return error;
  return new ProcessingError("PROCESSING_OUTCOME_UNKNOWN", "The root failed while it worked on the message.", {
    retryable: true,
    outcome: "unknown",
    cause: error,
  });
}
