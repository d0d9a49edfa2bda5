import fc from "fast-check";
import type { Command, Pay } from "../src/domain/commands.js";

/** Commands over a handful of ids, so that they meet: repeats, conflicts, refunds of each other, shortage of money. */
const accountId = fc.constantFrom("a1", "a2", "b1", "b2", "x");
const customerId = fc.constantFrom("anna", "boris");
const amount = fc.bigInt({ min: 1n, max: 60n });

function idOf(type: string): fc.Arbitrary<string> {
  return fc.integer({ min: 1, max: 12 }).map((number) => `${type}-${number}`);
}

const scheme = fc.constantFrom<NonNullable<Extract<Pay["from"], { scheme: unknown }>["scheme"]>>(
  [{ kind: "bonus", maxShare: 300 }, { kind: "payment" }],
  [{ kind: "bonus", maxAmount: 7n, minRemain: 3n }, { kind: "payment" }, { kind: "bonus" }],
);

const payer: fc.Arbitrary<Pay["from"]> = fc.oneof(fc.record({ accountId }), fc.record({ customerId, scheme }));

/** Documents that refunds and cancels may name: most of them are made somewhere in the history. */
const documentId = fc.oneof(idOf("topUp"), idOf("pay"), idOf("transfer"), idOf("capture"), idOf("refund"));

/** Any command of a history on the accounts that {@link openings} open. */
export const anyCommand: fc.Arbitrary<Command> = fc.oneof(
  fc.record({ type: fc.constant("topUp" as const), id: idOf("topUp"), accountId, amount }),
  fc.record({
    type: fc.constant("pay" as const),
    id: idOf("pay"),
    total: amount,
    currency: fc.constant("RUB"),
    from: payer,
  }),
  fc
    .record({ type: fc.constant("transfer" as const), id: idOf("transfer"), from: accountId, to: accountId, amount })
    .filter(({ from, to }) => from !== to),
  fc.record(
    { type: fc.constant("refund" as const), id: idOf("refund"), documentId, amount },
    { requiredKeys: ["type", "id", "documentId"] },
  ),
  fc.record({ type: fc.constant("cancel" as const), id: idOf("cancel"), documentId }),
  fc.record({
    type: fc.constant("adjust" as const),
    id: idOf("adjust"),
    currency: fc.constant("RUB"),
    postings: fc.tuple(
      fc.record({ accountId, amount: fc.bigInt({ min: -40n, max: 40n }).filter((value) => value !== 0n) }),
    ),
    overdraft: fc.constantFrom("refuse" as const, "allow" as const),
    reason: fc.constant("count"),
  }),
  fc.record({
    type: fc.constant("reserve" as const),
    id: idOf("reserve"),
    total: amount,
    currency: fc.constant("RUB"),
    from: payer,
    expiresAt: fc.constant(new Date("2026-02-01T00:00:00Z")),
  }),
  fc.record(
    { type: fc.constant("capture" as const), id: idOf("capture"), reservationId: idOf("reserve"), amount },
    { requiredKeys: ["type", "id", "reservationId"] },
  ),
  fc.record({ type: fc.constant("release" as const), id: idOf("release"), reservationId: idOf("reserve") }),
  fc.record(
    {
      type: fc.constant("changeParameters" as const),
      id: idOf("change"),
      accountId,
      blocked: fc.boolean(),
      creditLimit: fc.bigInt({ min: 0n, max: 20n }),
    },
    { requiredKeys: ["type", "id", "accountId"] },
  ),
  fc.record({
    type: fc.constant("changeParameters" as const),
    id: idOf("close"),
    accountId: fc.constantFrom("a1", "b2"),
    closed: fc.constant(true),
    sweepTo: fc.constant("a2"),
  }),
);

/** Two customers with a bonus and a payment account each, with something on the payment accounts. */
export const openings: readonly Command[] = [
  { type: "open", id: "a1", customerId: "anna", kind: "bonus", currency: "RUB" },
  { type: "open", id: "a2", customerId: "anna", kind: "payment", currency: "RUB" },
  { type: "open", id: "b1", customerId: "boris", kind: "bonus", currency: "RUB" },
  { type: "open", id: "b2", customerId: "boris", kind: "payment", currency: "RUB" },
  { type: "topUp", id: "start-a", accountId: "a2", amount: 100n },
  { type: "topUp", id: "start-b", accountId: "b2", amount: 100n },
];
