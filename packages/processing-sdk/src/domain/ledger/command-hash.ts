import { hash } from "node:crypto";
import type { SpendMode } from "../account.js";
import type { Command, MovementDetails, Pay } from "../commands.js";

/**
 * SHA-256, in hexadecimal, of what a checked command says without its id: the same for the same content, whatever the
 * order of its keys. Lines that a scheme comes to are not part of it, and the time only when the caller gave it, so a
 * caller that repeats a command later, or at another node, repeats the same content.
 */
export function commandHash(command: Command): string {
  return hash("sha256", encodeCommand(command), "hex");
}

/**
 * The content of a checked command as RFC 8785 writes it: integers of 64 bits as decimal strings, instants as ISO 8601.
 * Written out for each type with the members in their canonical order, because sorting and walking an object costs more
 * than the digest, and this runs for every document.
 */
export function encodeCommand(command: Command): string {
  return object(`${members(command)}${member("type", text(command.type))}`);
}

function members(command: Command): string {
  switch (command.type) {
    case "topUp":
      return `${member("accountId", text(command.accountId))}${member("amount", integer(command.amount))}${contra(command)}${rest(command)}`;
    case "pay":
      return `${contra(command)}${member("currency", text(command.currency))}${member("from", payer(command.from))}${rest(command)}${member("total", integer(command.total))}`;
    case "transfer":
      return `${member("amount", integer(command.amount))}${contra(command)}${member("from", text(command.from))}${rest(command)}${member("to", text(command.to))}`;
    case "refund":
      return `${optional("amount", command.amount, integer)}${contra(command)}${member("documentId", text(command.documentId))}${optional("lines", command.lines, refundLines)}${rest(command)}`;
    case "cancel":
      return `${contra(command)}${member("documentId", text(command.documentId))}${rest(command)}`;
    case "adjust":
      return `${contra(command)}${member("currency", text(command.currency))}${rest(command)}${optional("overdraft", command.overdraft, text)}${member("postings", list(command.postings, posting))}${member("reason", text(command.reason))}`;
    case "capture":
      return `${optional("amount", command.amount, integer)}${contra(command)}${rest(command)}${member("reservationId", text(command.reservationId))}`;
    case "reserve":
      return `${member("currency", text(command.currency))}${member("expiresAt", instant(command.expiresAt))}${member("from", payer(command.from))}${optional("nodeId", command.nodeId, text)}${member("total", integer(command.total))}`;
    case "release":
      return member("reservationId", text(command.reservationId));
    case "allot":
      return `${member("accountId", text(command.accountId))}${member("amount", integer(command.amount))}${member("nodeId", text(command.nodeId))}`;
    case "open":
      return `${optional("blocked", command.blocked, String)}${optional("closed", command.closed, String)}${optional("creditLimit", command.creditLimit, integer)}${member("currency", text(command.currency))}${member("customerId", text(command.customerId))}${optional("description", command.description, text)}${member("kind", text(command.kind))}${optional("scope", command.scope, text)}${optional("spendMode", command.spendMode, spendMode)}`;
    case "changeParameters":
      return `${member("accountId", text(command.accountId))}${optional("blocked", command.blocked, String)}${optional("closed", command.closed, String)}${optional("creditLimit", command.creditLimit, integer)}${optional("description", command.description, text)}${optional("ifRevision", command.ifRevision, integer)}${optional("spendMode", command.spendMode, spendMode)}${optional("sweepTo", command.sweepTo, text)}`;
  }
}

/** Each member brings the comma before it; the object drops the first one. */
function member(name: string, json: string): string {
  return `,"${name}":${json}`;
}

function optional<T>(name: string, value: T | undefined, encode: (value: T) => string): string {
  return value === undefined ? "" : member(name, encode(value));
}

function object(membersWithCommas: string): string {
  return `{${membersWithCommas.slice(1)}}`;
}

function list<T>(items: readonly T[], encode: (item: T) => string): string {
  return `[${items.map(encode).join(",")}]`;
}

/** A checked text has no half of a surrogate pair, so this is what RFC 8785 §3.2.2.2 prescribes. */
function text(value: string): string {
  return JSON.stringify(value);
}

function integer(value: bigint): string {
  return `"${value}"`;
}

function instant(value: Date): string {
  return `"${value.toISOString()}"`;
}

function contra({ contra }: MovementDetails): string {
  return optional("contra", contra, text);
}

/** `meta` and `occurredAt`: no command has a member between them. */
function rest({ meta, occurredAt }: MovementDetails): string {
  return `${optional("meta", meta, strings)}${optional("occurredAt", occurredAt, instant)}`;
}

function strings(values: Readonly<Record<string, string>>): string {
  const names = Object.keys(values).sort();
  return object(names.map((name) => `,${text(name)}:${text(values[name] as string)}`).join(""));
}

function payer(from: Pay["from"]): string {
  if ("accountId" in from) return object(member("accountId", text(from.accountId)));
  const parts = list(from.scheme, ({ kind, maxAmount, maxShare, minRemain }) =>
    object(
      `${member("kind", text(kind))}${optional("maxAmount", maxAmount, integer)}${optional("maxShare", maxShare, String)}${optional("minRemain", minRemain, integer)}`,
    ),
  );
  return object(`${member("customerId", text(from.customerId))}${member("scheme", parts)}`);
}

function refundLines(lines: readonly { readonly line: number; readonly amount: bigint }[]): string {
  return list(lines, ({ line, amount }) =>
    object(`${member("amount", integer(amount))}${member("line", String(line))}`),
  );
}

function posting({ accountId, amount }: { readonly accountId: string; readonly amount: bigint }): string {
  return object(`${member("accountId", text(accountId))}${member("amount", integer(amount))}`);
}

function spendMode(mode: SpendMode): string {
  return typeof mode === "string" ? text(mode) : object(member("limit", integer(mode.limit)));
}
