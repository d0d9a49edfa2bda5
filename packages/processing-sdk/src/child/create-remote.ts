import type { JsonObject } from "@opora/core";
import type { Envelope, EnvelopeType } from "../domain/protocol/envelope.js";
import { decodeError } from "../domain/protocol/error-body.js";
import {
  decodeExecuteAnswer,
  decodeFindAnswer,
  encodeExecute,
  encodeFind,
} from "../domain/protocol/remote-messages.js";
import { ProcessingError } from "../errors.js";
import type { Remote } from "../ports/remote.js";
import type { PortOptions } from "../ports/store.js";
import type { ChildContext } from "./child-context.js";
import { readChildState } from "./child-state.js";
import { toEnvelope } from "./create-messages.js";

/** Asks the root something and returns the body of its answer; what it refuses with is thrown. */
export type AskRoot = (type: EnvelopeType, body: JsonObject, options?: PortOptions) => Promise<JsonObject>;

/** Creates the way to ask the root while a caller waits. */
export function createAskRoot(context: ChildContext): AskRoot {
  const { storage, transport, responseTimeoutMs } = context;
  return async (type, body, { signal } = {}) => {
    const { node } = await storage.snapshot((transaction) => readChildState(transaction), { signal });
    const request: Envelope = toEnvelope(context, node, type, body);
    const answer = await transport.request(request, { timeoutMs: responseTimeoutMs, signal });
    if (answer.type === "error") throw decodeError(answer.body);
    if (answer.type === `${type}Answer` && answer.id === request.id) return answer.body;
    throw new ProcessingError("PROCESSING_ENVELOPE_INVALID", `The root answered "${type}" with "${answer.type}".`, {
      outcome: "unknown",
    });
  };
}

/** Creates the ledger's way to the root. */
export function createRemote(ask: AskRoot): Remote {
  return {
    execute: async (command, options) => decodeExecuteAnswer(await ask("execute", encodeExecute(command), options)),
    find: async (documentId, options) => decodeFindAnswer(await ask("find", encodeFind(documentId), options)),
  };
}
