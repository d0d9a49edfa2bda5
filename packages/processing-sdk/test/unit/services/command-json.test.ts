import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { commandFromJson, commandToJson } from "../../../src/domain/command-json.js";
import type { Command } from "../../../src/domain/commands.js";
import { anyCommand } from "../../command-arbitraries.js";

describe("a command as JSON", () => {
  test("comes back as it was", () => {
    fc.assert(
      fc.property(anyCommand, (command) => {
        expect(commandFromJson(JSON.parse(commandToJson(command)))).toEqual(command);
      }),
    );
  });

  test("comes back with instants, limits, schemes and entries named like members", () => {
    const commands: readonly Command[] = [
      {
        type: "open",
        id: "o1",
        customerId: "c",
        kind: "bonus",
        currency: "RUB",
        creditLimit: 5n,
        spendMode: { limit: 9n },
      },
      {
        type: "pay",
        id: "p1",
        total: 9_223_372_036_854_775_807n,
        currency: "RUB",
        from: { customerId: "c", scheme: [{ kind: "bonus", maxAmount: 7n, minRemain: 0n, maxShare: 300 }] },
        occurredAt: new Date("2026-01-15T09:00:00.123Z"),
        meta: { amount: "5", occurredAt: "2026-01-15T09:00:00Z", __proto__: "x" },
      },
      { type: "refund", id: "f1", documentId: "d", lines: [{ line: 2, amount: 3n }] },
    ];

    for (const command of commands) expect(commandFromJson(JSON.parse(commandToJson(command)))).toEqual(command);
  });

  test.each([
    ["no object", 5],
    ["a list", []],
    ["an amount that is a number", { type: "topUp", id: "t", accountId: "a", amount: 5 }],
    ["an amount that is no integer", { type: "topUp", id: "t", accountId: "a", amount: "5.0" }],
    ["an amount beyond 64 bits", { type: "topUp", id: "t", accountId: "a", amount: "9223372036854775808" }],
    [
      "a date without a zone",
      { type: "topUp", id: "t", accountId: "a", amount: "5", occurredAt: "2026-01-15T09:00:00" },
    ],
    [
      "a day that does not exist",
      { type: "topUp", id: "t", accountId: "a", amount: "5", occurredAt: "2026-13-15T09:00:00Z" },
    ],
    ["an unknown member", { type: "topUp", id: "t", accountId: "a", amount: "5", colour: "red" }],
  ])("is refused with %s", (_, value) => {
    expect(() => commandFromJson(value)).toThrow(
      expect.objectContaining({ code: expect.stringMatching(/^PROCESSING_(MALFORMED_DOCUMENT|AMOUNT_RANGE)$/) }),
    );
  });
});
