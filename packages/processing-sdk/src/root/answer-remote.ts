import type { CommandResult } from "../domain/command-result.js";
import type { Command } from "../domain/commands.js";
import type { Envelope } from "../domain/protocol/envelope.js";
import {
  decodeExecute,
  decodeFind,
  encodeExecuteAnswer,
  encodeFindAnswer,
} from "../domain/protocol/remote-messages.js";
import { ProcessingError } from "../errors.js";
import type { PortOptions } from "../ports/store.js";
import type { Peer } from "../ports/transport.js";
import type { Answer } from "./answer.js";
import { readRoot } from "./origins.js";
import type { RootContext } from "./root-context.js";

/** Executes a command of a child while somebody waits for it there. Repeating it is harmless: it has an id. */
export async function answerExecute(
  context: RootContext,
  envelope: Envelope,
  peer: Peer,
  options: PortOptions,
): Promise<Answer> {
  const command = decodeExecute(envelope.body);
  const { epoch } = await context.storage.snapshot(readRoot, options);
  const result = await execute(context, command, peer, options);
  return { epoch, body: encodeExecuteAnswer(result) };
}

async function execute(
  context: RootContext,
  command: Command,
  peer: Peer,
  options: PortOptions,
): Promise<CommandResult> {
  const own = await toOwnCommand(context, command, peer, options);
  if (ProcessingError.is(own)) return { status: "rejected", error: own };
  const [result] = await context.ledger.batch([own], options);
  return result as CommandResult;
}

/** The command as the child may give it: in its own name only. */
async function toOwnCommand(
  { storage }: RootContext,
  command: Command,
  { nodeId }: Peer,
  options: PortOptions,
): Promise<Command | ProcessingError> {
  switch (command.type) {
    case "reserve":
      return { ...command, nodeId };
    case "refund":
    case "cancel":
      return { ...command, contra: command.contra ?? `node:${nodeId}` };
    case "capture":
    case "release": {
      const [reservation] = await storage.snapshot(
        (transaction) => transaction.read("reservations", [[command.reservationId]]),
        options,
      );
      if (reservation === undefined || reservation.nodeId === nodeId) return command;
      return new ProcessingError("PROCESSING_RESERVATION_NOT_FOUND", `${nodeId} has no such reservation.`);
    }
    default:
      return new ProcessingError("PROCESSING_NOT_ROOT", `A child may not have the root execute "${command.type}".`);
  }
}

/** Looks a document up for a child: among the root's, and in its archive. */
export async function answerFind(
  context: RootContext,
  envelope: Envelope,
  _peer: Peer,
  options: PortOptions,
): Promise<Answer> {
  const documentId = decodeFind(envelope.body);
  const { epoch } = await context.storage.snapshot(readRoot, options);
  try {
    return { epoch, body: encodeFindAnswer(await context.ledger.document(documentId, options)) };
  } catch (error) {
    if (ProcessingError.is(error) && error.code === "PROCESSING_DOCUMENT_NOT_FOUND") {
      return { epoch, body: encodeFindAnswer(undefined) };
    }
    throw error;
  }
}
