import type { JsonObject } from "@opora/core";
import { commandFromJson, commandToJson } from "../command-json.js";
import type { CommandResult } from "../command-result.js";
import type { Command } from "../commands.js";
import type { MovementDocument } from "../document.js";
import { decodeMovement, decodeResult, encodeMovement, encodeResult } from "./product-body.js";
import { readId } from "./read-json.js";

/** The body of `execute`. */
export function encodeExecute(command: Command): JsonObject {
  return { command: JSON.parse(commandToJson(command)) as JsonObject };
}

/** Reads the body of `execute` and checks the command; throws `PROCESSING_MALFORMED_DOCUMENT`, `PROCESSING_AMOUNT_RANGE`. */
export function decodeExecute(body: JsonObject): Command {
  return commandFromJson(body["command"]);
}

/** The body of `executeAnswer`. */
export function encodeExecuteAnswer(result: CommandResult): JsonObject {
  return { result: encodeResult(result) };
}

/** Reads the body of `executeAnswer`; throws `PROCESSING_MALFORMED_DOCUMENT`. */
export function decodeExecuteAnswer(body: JsonObject): CommandResult {
  return decodeResult(body["result"]);
}

/** The body of `find`. */
export function encodeFind(documentId: string): JsonObject {
  return { documentId };
}

/** Reads the body of `find`; throws `PROCESSING_MALFORMED_DOCUMENT`. */
export function decodeFind(body: JsonObject): string {
  return readId(body["documentId"], "documentId");
}

/** The body of `findAnswer`. */
export function encodeFindAnswer(document: MovementDocument | undefined): JsonObject {
  return { document: document === undefined ? null : encodeMovement(document) };
}

/** Reads the body of `findAnswer`; throws `PROCESSING_MALFORMED_DOCUMENT`. */
export function decodeFindAnswer(body: JsonObject): MovementDocument | undefined {
  return body["document"] === null ? undefined : decodeMovement(body["document"]);
}
