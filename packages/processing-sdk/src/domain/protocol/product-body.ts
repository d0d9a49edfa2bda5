import type { JsonObject, JsonValue } from "@opora/core";
import type { Account, SpendMode } from "../account.js";
import type { CommandProduct, CommandResult } from "../command-result.js";
import type { DocumentKind, DocumentState, MovementDocument, Posting } from "../document.js";
import type { Reservation, ReservationStatus } from "../reservation.js";
import { decodeError, encodeError } from "./error-body.js";
import {
  idLengthMax,
  malformed,
  readBoolean,
  readChoice,
  readCount,
  readId,
  readInstant,
  readInteger,
  readList,
  readNumber,
  readObject,
  readText,
} from "./read-json.js";
import { lineCountMax } from "./wire-document.js";

const textLengthMax = 65_536;
const metaCountMax = 32;

const kinds: Readonly<Record<DocumentKind, true>> = {
  topUp: true,
  payment: true,
  transfer: true,
  refund: true,
  cancel: true,
  adjustment: true,
  suspense: true,
};
const states: Readonly<Record<DocumentState, true>> = {
  recorded: true,
  received: true,
  settled: true,
  "suspended:unknown-account": true,
  "suspended:account-state": true,
  "rejected:malformed": true,
  archiveOnly: true,
  archived: true,
};
const reservationStatuses: Readonly<Record<ReservationStatus, true>> = {
  open: true,
  captured: true,
  released: true,
  expired: true,
};
const scopes: Readonly<Record<Account["scope"], true>> = { global: true, local: true };
const productTypes: Readonly<Record<CommandProduct["type"], true>> = {
  account: true,
  document: true,
  reservation: true,
};

/** The result of a command as plain JSON. */
export function encodeResult(result: CommandResult): JsonObject {
  if (result.status === "rejected") return { status: "rejected", error: encodeError(result.error) };
  return { status: "accepted", isRepeat: result.isRepeat, product: encodeProduct(result.product) };
}

/** Reads a result; like all of these throws `PROCESSING_MALFORMED_DOCUMENT` with `details.path`. */
export function decodeResult(value: unknown): CommandResult {
  const raw = readObject(value, "result");
  if (raw["status"] === "rejected") return { status: "rejected", error: decodeError(raw["error"]) };
  if (raw["status"] !== "accepted") throw malformed("result.status", "is not one of its choices");
  return {
    status: "accepted",
    isRepeat: readBoolean(raw["isRepeat"], "result.isRepeat"),
    product: decodeProduct(raw["product"]),
  };
}

function encodeProduct(product: CommandProduct): JsonObject {
  switch (product.type) {
    case "account":
      return { type: "account", account: encodeAccount(product.account) };
    case "document":
      return { type: "document", document: encodeMovement(product.document) };
    case "reservation":
      return { type: "reservation", reservation: encodeReservation(product.reservation) };
  }
}

function decodeProduct(value: unknown): CommandProduct {
  const raw = readObject(value, "product");
  const type = readChoice(raw["type"], productTypes, "product.type");
  switch (type) {
    case "account":
      return { type, account: decodeAccount(raw["account"]) };
    case "document":
      return { type, document: decodeMovement(raw["document"]) };
    case "reservation":
      return { type, reservation: decodeReservation(raw["reservation"]) };
  }
}

function encodeAccount(account: Account): JsonObject {
  const { balance, available, pending, reserved, creditLimit, revision, spendMode, ...texts } = account;
  return {
    ...texts,
    balance: String(balance),
    available: String(available),
    pending: String(pending),
    reserved: String(reserved),
    creditLimit: String(creditLimit),
    revision: String(revision),
    spendMode: typeof spendMode === "string" ? spendMode : { limit: String(spendMode.limit) },
  };
}

function decodeAccount(value: unknown): Account {
  const raw = readObject(value, "account");
  return {
    id: readId(raw["id"], "account.id"),
    customerId: readId(raw["customerId"], "account.customerId"),
    kind: readId(raw["kind"], "account.kind"),
    currency: readId(raw["currency"], "account.currency"),
    scope: readChoice(raw["scope"], scopes, "account.scope"),
    balance: readInteger(raw["balance"], "account.balance"),
    available: readInteger(raw["available"], "account.available"),
    pending: readInteger(raw["pending"], "account.pending"),
    reserved: readInteger(raw["reserved"], "account.reserved"),
    creditLimit: readCount(raw["creditLimit"], "account.creditLimit"),
    blocked: readBoolean(raw["blocked"], "account.blocked"),
    closed: readBoolean(raw["closed"], "account.closed"),
    description: readText(raw["description"], 0, textLengthMax, "account.description"),
    spendMode: decodeSpendMode(raw["spendMode"]),
    revision: readCount(raw["revision"], "account.revision"),
  };
}

function decodeSpendMode(value: unknown): SpendMode {
  if (value === "trust" || value === "reserve" || value === "allotment") return value;
  return { limit: readCount(readObject(value, "account.spendMode")["limit"], "account.spendMode.limit") };
}

/** A document as plain JSON, with everything that the node knows of it. */
export function encodeMovement(document: MovementDocument): JsonObject {
  const { total, postings, originSeq, occurredAt, recordedAt, meta, ...texts } = document;
  return {
    ...texts,
    total: String(total),
    postings: postings.map(encodePosting),
    ...(originSeq !== undefined && { originSeq: String(originSeq) }),
    occurredAtMs: occurredAt.getTime(),
    recordedAtMs: recordedAt.getTime(),
    meta,
  };
}

function encodePosting({ line, accountId, amount, balanceAfter }: Posting): JsonValue {
  return { line, accountId, amount: String(amount), balanceAfter: String(balanceAfter) };
}

/** Reads a document. */
export function decodeMovement(value: unknown): MovementDocument {
  const raw = readObject(value, "document");
  const { reverses, reservationId, originSeq } = raw;
  return {
    id: readId(raw["id"], "document.id"),
    kind: readChoice(raw["kind"], kinds, "document.kind"),
    state: readChoice(raw["state"], states, "document.state"),
    total: readInteger(raw["total"], "document.total"),
    currency: readId(raw["currency"], "document.currency"),
    postings: readList(raw["postings"], lineCountMax, "document.postings").map(decodePosting),
    contra: readId(raw["contra"], "document.contra"),
    ...(reverses !== undefined && { reverses: readId(reverses, "document.reverses") }),
    ...(reservationId !== undefined && { reservationId: readId(reservationId, "document.reservationId") }),
    origin: readId(raw["origin"], "document.origin"),
    ...(originSeq !== undefined && { originSeq: readCount(originSeq, "document.originSeq") }),
    occurredAt: new Date(readInstant(raw["occurredAtMs"], "document.occurredAtMs")),
    recordedAt: new Date(readInstant(raw["recordedAtMs"], "document.recordedAtMs")),
    meta: decodeMeta(raw["meta"]),
    payloadHash: readId(raw["payloadHash"], "document.payloadHash"),
  };
}

function decodePosting(value: unknown): Posting {
  const raw = readObject(value, "posting");
  return {
    line: readNumber(raw["line"], 1, lineCountMax, "posting.line"),
    accountId: readId(raw["accountId"], "posting.accountId"),
    amount: readInteger(raw["amount"], "posting.amount"),
    balanceAfter: readInteger(raw["balanceAfter"], "posting.balanceAfter"),
  };
}

function decodeMeta(value: unknown): Readonly<Record<string, string>> {
  const entries = Object.entries(readObject(value, "document.meta"));
  if (entries.length > metaCountMax) throw malformed("document.meta", `has more than ${metaCountMax} entries`);
  return Object.fromEntries(entries.map(([name, text]) => [name, readText(text, 0, textLengthMax, "document.meta")]));
}

function encodeReservation(reservation: Reservation): JsonObject {
  const { total, lines, createdAt, expiresAt, ...texts } = reservation;
  return {
    ...texts,
    total: String(total),
    lines: lines.map(({ accountId, amount }) => ({ accountId, amount: String(amount) })),
    createdAtMs: createdAt.getTime(),
    expiresAtMs: expiresAt.getTime(),
  };
}

function decodeReservation(value: unknown): Reservation {
  const raw = readObject(value, "reservation");
  const { documentId } = raw;
  return {
    id: readId(raw["id"], "reservation.id"),
    status: readChoice(raw["status"], reservationStatuses, "reservation.status"),
    nodeId: readText(raw["nodeId"], 1, idLengthMax, "reservation.nodeId"),
    currency: readId(raw["currency"], "reservation.currency"),
    total: readCount(raw["total"], "reservation.total"),
    lines: readList(raw["lines"], lineCountMax, "reservation.lines").map(decodeReservationLine),
    createdAt: new Date(readInstant(raw["createdAtMs"], "reservation.createdAtMs")),
    expiresAt: new Date(readInstant(raw["expiresAtMs"], "reservation.expiresAtMs")),
    ...(documentId !== undefined && { documentId: readId(documentId, "reservation.documentId") }),
  };
}

function decodeReservationLine(value: unknown): Reservation["lines"][number] {
  const raw = readObject(value, "reservation.lines");
  return {
    accountId: readId(raw["accountId"], "reservation.lines.accountId"),
    amount: readCount(raw["amount"], "reservation.lines.amount"),
  };
}
