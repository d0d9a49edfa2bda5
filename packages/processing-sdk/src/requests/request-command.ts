import { commandFromJson } from "../domain/command-json.js";
import type { Command } from "../domain/commands.js";
import type { RequestLineRecord, RequestRecord } from "../domain/records/request-record.js";
import { ProcessingError } from "../errors.js";

/** Most lines of a request: those of a document. */
export const maxRequestLines = 64;
const maxJsonCharacters = 65_536;

/** Into which list of a command the lines of its request go. */
const listOfLines: Readonly<Record<string, string>> = { adjust: "postings", refund: "lines" };

/**
 * The command of a request with its lines.
 *
 * @throws ProcessingError `PROCESSING_MALFORMED_DOCUMENT`, `PROCESSING_AMOUNT_RANGE`.
 */
export function commandOfRequest(
  { id, command, lineCount }: Pick<RequestRecord, "id" | "command" | "lineCount">,
  lines: readonly Pick<RequestLineRecord, "body">[],
): Command {
  const fields = fieldsOf(command);
  if (lineCount === 0n) return commandFromJson({ ...fields, id });
  const list = listOfLines[String(fields["type"])];
  if (list === undefined) throw malformed("A request with lines must be of type adjust or refund.");
  return commandFromJson({ ...fields, id, [list]: lines.map(({ body }) => fieldsOf(body)) });
}

/** Whether a request has its lines: those from 1 to its count, and no other. */
export function isComplete({ lineCount }: RequestRecord, lines: readonly RequestLineRecord[]): boolean {
  return lineCount >= 0n && BigInt(lines.length) >= lineCount;
}

function fieldsOf(text: string): Readonly<Record<string, unknown>> {
  if (text.length > maxJsonCharacters) throw malformed(`A request must have at most ${maxJsonCharacters} characters.`);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw malformed("A request must be JSON.", cause);
  }
  if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    return value as Readonly<Record<string, unknown>>;
  }
  throw malformed("A request must be a JSON object.");
}

function malformed(message: string, cause?: unknown): ProcessingError {
  return new ProcessingError("PROCESSING_MALFORMED_DOCUMENT", message, cause === undefined ? {} : { cause });
}
