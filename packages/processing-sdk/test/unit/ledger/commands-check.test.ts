import { expect, test } from "vitest";
import { checkCommand } from "../../../src/domain/commands-check/check-command.js";
import type { ProcessingError } from "../../../src/errors.js";

const topUp = { type: "topUp", id: "1", accountId: "a", amount: 1n };
const pay = { type: "pay", id: "1", total: 1n, currency: "RUB", from: { accountId: "a" } };
const byScheme = (part: object) => ({ ...pay, from: { customerId: "c", scheme: [part] } });
const adjust = { type: "adjust", id: "1", currency: "RUB", postings: [{ accountId: "a", amount: -1n }], reason: "" };
const open = { type: "open", id: "1", customerId: "c", kind: "bonus", currency: "RUB" };
const change = { type: "changeParameters", id: "1", accountId: "a" };
const reserve = { ...pay, type: "reserve", expiresAt: new Date(0) };
const manyEntries = Object.fromEntries(Array.from({ length: 33 }, (_, index) => [`k${index}`, ""]));

test.each([
  ["no object", undefined, ""],
  ["an unknown type", { type: "steal", id: "1" }, "/type"],
  ["an unknown key", { ...topUp, ammount: 1n }, ""],
  ["an id that is too long", { ...topUp, id: "x".repeat(65) }, "/id"],
  ["an empty id", { ...topUp, id: "" }, "/id"],
  ["an id with a space at its end", { ...topUp, id: "x " }, "/id"],
  ["an id with a control character", { ...topUp, id: "a\u0000b" }, "/id"],
  ["an id with half of a surrogate pair", { ...topUp, id: "\ud800" }, "/id"],
  ["an id that a node would derive", { ...topUp, id: "redrive:1" }, "/id"],
  ["a currency that is too long", { ...pay, currency: "X".repeat(17) }, "/currency"],
  ["a number for an amount", { ...topUp, amount: 1 }, "/amount"],
  ["two payers", { ...pay, from: { accountId: "a", customerId: "c" } }, "/from"],
  ["an empty scheme", { ...pay, from: { customerId: "c", scheme: [] } }, "/from/scheme"],
  ["a share above the whole", byScheme({ kind: "bonus", maxShare: 1001 }), "/from/scheme/0/maxShare"],
  ["a share that is no integer", byScheme({ kind: "bonus", maxShare: 0.5 }), "/from/scheme/0/maxShare"],
  ["a date that is none", { ...topUp, occurredAt: new Date(Number.NaN) }, "/occurredAt"],
  ["a date that is a text", { ...topUp, occurredAt: "2026-01-15" }, "/occurredAt"],
  ["too many entries of meta", { ...topUp, meta: manyEntries }, "/meta"],
  ["too long a meta", { ...topUp, meta: { a: "я".repeat(2048) } }, "/meta"],
  ["a meta of something else than texts", { ...topUp, meta: { a: 1 } }, "/meta"],
  ["a transfer to itself", { type: "transfer", id: "1", from: "a", to: "a", amount: 1n }, "/to"],
  ["an amount beside lines", { type: "refund", id: "1", documentId: "d", amount: 1n, lines: [] }, "/lines"],
  ["an account twice", { ...adjust, postings: [...adjust.postings, ...adjust.postings] }, "/postings/1/accountId"],
  ["a reason twice", { ...adjust, meta: { reason: "x" } }, "/meta"],
  ["an account that is closed from the beginning", { ...open, closed: true }, "/closed"],
  ["a suspense account", { ...open, kind: "suspense" }, "/kind"],
  ["an unknown spend mode", { ...open, spendMode: "free" }, "/spendMode"],
  ["a sweep without closing", { ...change, sweepTo: "b" }, "/sweepTo"],
  ["a reservation without an end", { ...reserve, expiresAt: undefined }, "/expiresAt"],
])("refuses %s", (_, command, path) => {
  expect(caught(command)).toMatchObject({ code: "PROCESSING_MALFORMED_DOCUMENT", details: { path } });
});

test.each([
  [{ ...topUp, amount: 0n }, "/amount"],
  [{ ...topUp, amount: -1n }, "/amount"],
  [{ ...topUp, amount: 2n ** 63n }, "/amount"],
  [{ ...open, creditLimit: -1n }, "/creditLimit"],
  [{ ...adjust, postings: [{ accountId: "a", amount: -(2n ** 63n) }] }, "/postings/0/amount"],
])("refuses an amount out of range", (command, path) => {
  expect(caught(command)).toMatchObject({ code: "PROCESSING_AMOUNT_RANGE", details: { path } });
});

test("an error repeats nothing of what was given, which may be personal data", () => {
  const secret = "Иванов Иван";
  for (const command of [
    { ...topUp, [secret]: 1 },
    { ...topUp, meta: { [`${secret}\n`]: secret } },
    { type: secret },
  ]) {
    expect(JSON.stringify(caught(command))).not.toContain(secret);
  }
});

test("the checked command is a copy without absent members", () => {
  const meta = { key: "value", ["__proto__"]: "x" };
  const occurredAt = new Date(0);
  const checked = checkCommand({ ...topUp, contra: undefined, occurredAt, meta });
  occurredAt.setTime(1);
  expect(checked).toEqual({ ...topUp, occurredAt: new Date(0), meta });
  expect(Object.keys(checked)).not.toContain("contra");
});

function caught(command: unknown): ProcessingError {
  try {
    checkCommand(command);
  } catch (error) {
    return error as ProcessingError;
  }
  throw new Error("The command was not refused.");
}
