import type { Command } from "./commands.js";
import { checkCommand } from "./commands-check/check-command.js";
import { encodeCommand } from "./ledger/command-hash.js";

type JsonFields = Readonly<Record<string, unknown>>;

/** A command with its id as JSON: integers of 64 bits as decimal strings, instants as ISO 8601. */
export function commandToJson(command: Command): string {
  return `{"id":${JSON.stringify(command.id)},${encodeCommand(command).slice(1)}`;
}

/**
 * Reads what {@link commandToJson} wrote, or a host in the same form, and checks it.
 *
 * @throws ProcessingError `PROCESSING_MALFORMED_DOCUMENT` or `PROCESSING_AMOUNT_RANGE`, with `details.path`.
 */
export function commandFromJson(value: unknown): Command {
  return checkCommand(isFields(value) ? revive(value) : value);
}

/** Puts integers and instants in the places where a command has them; anything else is left to the check. */
function revive(fields: JsonFields): JsonFields {
  return {
    ...fields,
    ...at(fields, ["amount", "total", "creditLimit", "ifRevision"], integer),
    ...at(fields, ["occurredAt", "expiresAt"], instant),
    ...at(
      fields,
      ["postings", "lines"],
      listOf((item) => ({ ...item, ...at(item, ["amount"], integer) })),
    ),
    ...at(
      fields,
      ["spendMode"],
      objectOf((mode) => ({ ...mode, ...at(mode, ["limit"], integer) })),
    ),
    ...at(
      fields,
      ["from"],
      objectOf((payer) => ({ ...payer, ...at(payer, ["scheme"], listOf(schemePart)) })),
    ),
  };
}

function schemePart(part: JsonFields): JsonFields {
  return { ...part, ...at(part, ["maxAmount", "minRemain"], integer) };
}

function at(fields: JsonFields, names: readonly string[], convert: (value: unknown) => unknown): JsonFields {
  const present = names.filter((name) => Object.hasOwn(fields, name));
  return Object.fromEntries(present.map((name) => [name, convert(fields[name])]));
}

const decimal = /^-?\d{1,19}$/;
const isoInstant = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)$/;

function integer(value: unknown): unknown {
  return typeof value === "string" && decimal.test(value) ? BigInt(value) : value;
}

function instant(value: unknown): unknown {
  return typeof value === "string" && isoInstant.test(value) ? new Date(value) : value;
}

const objectOf =
  (convert: (fields: JsonFields) => unknown) =>
  (value: unknown): unknown =>
    isFields(value) ? convert(value) : value;

const listOf =
  (convert: (fields: JsonFields) => unknown) =>
  (value: unknown): unknown =>
    Array.isArray(value) ? value.map(objectOf(convert)) : value;

function isFields(value: unknown): value is JsonFields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
