import { canonicalJson, type JsonValue } from "@opora/core";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Command } from "../../src/domain/commands.js";
import { commandHash, encodeCommand } from "../../src/domain/ledger/command-hash.js";
import { prepareCommand } from "../../src/domain/ledger/prepared-command.js";
import { anyCommand } from "../command-arbitraries.js";

const details = fc.record(
  {
    occurredAt: fc.date({ min: new Date("1950-01-01"), max: new Date("2100-01-01"), noInvalidDate: true }),
    contra: fc.constantFrom("till-1", 'issuer "x"'),
    meta: fc.dictionary(
      fc
        .string({ minLength: 1, maxLength: 5, unit: "grapheme" })
        .filter((key) => /^(?!\s)[^\p{Cc}\p{Cs}]+(?<!\s)$/u.test(key)),
      fc.string({ maxLength: 10 }).filter((text) => !/\0/.test(text)),
      { maxKeys: 5 },
    ),
  },
  { requiredKeys: [] },
);
const movements = new Set(["topUp", "pay", "transfer", "refund", "cancel", "adjust", "capture"]);
const parameters = fc.record(
  {
    creditLimit: fc.bigInt({ min: 0n, max: 9n }),
    description: fc.string({ maxLength: 5 }).filter((text) => !/\0/.test(text)),
    spendMode: fc.constantFrom("trust" as const, "reserve" as const, { limit: 5n }),
    blocked: fc.boolean(),
  },
  { requiredKeys: [] },
);
const anyOpening: fc.Arbitrary<Command> = fc
  .tuple(parameters, fc.constantFrom("global" as const, "local" as const))
  .map(([given, scope]) => ({
    type: "open",
    id: "a",
    customerId: "c",
    kind: "bonus",
    currency: "RUB",
    scope,
    ...given,
  }));
const wholeCommand: fc.Arbitrary<Command> = fc.oneof(
  fc
    .tuple(anyCommand, details)
    .map(([command, given]) => (movements.has(command.type) ? { ...command, ...given } : command)),
  anyOpening,
  fc.constant<Command>({ type: "allot", id: "x", accountId: "a", nodeId: "n", amount: 1n }),
  fc.constant<Command>({ type: "refund", id: "x", documentId: "d", lines: [{ line: 1, amount: 5n }] }),
);

test("the content of a command is encoded as RFC 8785 prescribes", () => {
  fc.assert(
    fc.property(wholeCommand, (command) => {
      const { command: checked } = prepareCommand(command);
      expect(encodeCommand(checked)).toBe(canonicalJson(plain({ ...checked, id: undefined })));
    }),
    { numRuns: 500 },
  );
});

test("the order in which keys were given does not change the hash", () => {
  fc.assert(
    fc.property(wholeCommand, (command) => {
      expect(prepareCommand(reversed(command)).hash).toBe(prepareCommand(command).hash);
    }),
    { numRuns: 500 },
  );
});

test("the id is not part of the content, anything else is", () => {
  const command: Command = { type: "topUp", id: "1", accountId: "a", amount: 1n };
  const others: readonly Command[] = [
    { ...command, amount: 2n },
    { ...command, accountId: "b" },
    { ...command, contra: "till" },
    { ...command, meta: { a: "b" } },
    { ...command, occurredAt: new Date(0) },
  ];
  expect(commandHash({ ...command, id: "2" })).toBe(commandHash(command));
  expect(new Set([command, ...others].map(commandHash)).size).toBe(others.length + 1);
});

/** The command as plain JSON: integers of 64 bits as text, instants as ISO 8601, absent members left out. */
function plain(value: unknown): JsonValue {
  if (typeof value === "bigint") return String(value);
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value as JsonValue;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .map(([key, member]) => [key, plain(member)]),
  );
}

function reversed<T>(value: T): T {
  if (Array.isArray(value)) return value.map(reversed) as T;
  if (typeof value !== "object" || value === null || value instanceof Date) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, member]) => [key, reversed(member)]),
  ) as T;
}
