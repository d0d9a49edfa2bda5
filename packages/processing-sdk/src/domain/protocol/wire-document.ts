import type { JsonObject, JsonValue } from "@opora/core";
import type { DocumentKind } from "../document.js";
import type { WireDocument, WireLine } from "./messages.js";
import {
  checkFields,
  malformed,
  readChoice,
  readCount,
  readId,
  readIdOrNull,
  readInstant,
  readInteger,
  readList,
  readNumber,
  readObject,
  readText,
} from "./read-json.js";

/** Most lines of a document. */
export const lineCountMax = 1000;

const metaLengthMax = 16_384;
const currencyLengthMax = 16;

const kinds: Readonly<Record<DocumentKind, true>> = {
  topUp: true,
  payment: true,
  transfer: true,
  refund: true,
  cancel: true,
  adjustment: true,
  suspense: true,
};

const fields: ReadonlySet<string> = new Set<keyof WireDocument>([
  "seq",
  "id",
  "payloadHash",
  "run",
  "kind",
  "total",
  "currency",
  "contra",
  "reverses",
  "reservationId",
  "occurredAtMs",
  "meta",
  "lineCount",
  "lines",
]);

/** A document as plain JSON. A line is `[accountId, amount, balanceAfter, scope]`, scope `g` or `l`. */
export function encodeDocument(document: WireDocument): JsonObject {
  return {
    seq: String(document.seq),
    id: document.id,
    payloadHash: document.payloadHash,
    run: document.run,
    kind: document.kind,
    total: String(document.total),
    currency: document.currency,
    contra: document.contra,
    reverses: document.reverses,
    reservationId: document.reservationId,
    occurredAtMs: document.occurredAtMs,
    meta: document.meta,
    lineCount: document.lineCount,
    lines: document.lines.map(encodeLine),
  };
}

function encodeLine({ accountId, amount, balanceAfter, scope }: WireLine): JsonValue {
  return [accountId, String(amount), String(balanceAfter), scope === "global" ? "g" : "l"];
}

/**
 * Reads and checks a document.
 *
 * @throws ProcessingError `PROCESSING_MALFORMED_DOCUMENT` with `details.path`.
 */
export function decodeDocument(value: unknown): WireDocument {
  const raw = readObject(value, "document");
  checkFields(raw, fields, "document");
  const lineCount = readNumber(raw["lineCount"], 1, lineCountMax, "document.lineCount");
  const lines = readList(raw["lines"], lineCountMax, "document.lines");
  if (lines.length !== lineCount) throw malformed("document.lines", "has lost or gained lines on its way");
  return {
    seq: readCount(raw["seq"], "document.seq"),
    id: readId(raw["id"], "document.id"),
    payloadHash: readId(raw["payloadHash"], "document.payloadHash"),
    run: readId(raw["run"], "document.run"),
    kind: readChoice(raw["kind"], kinds, "document.kind"),
    total: readCount(raw["total"], "document.total"),
    currency: readText(raw["currency"], 1, currencyLengthMax, "document.currency"),
    contra: readId(raw["contra"], "document.contra"),
    reverses: readIdOrNull(raw["reverses"], "document.reverses"),
    reservationId: readIdOrNull(raw["reservationId"], "document.reservationId"),
    occurredAtMs: readInstant(raw["occurredAtMs"], "document.occurredAtMs"),
    meta: readMeta(raw["meta"]),
    lineCount,
    lines: lines.map(decodeLine),
  };
}

function decodeLine(value: unknown): WireLine {
  const line = readList(value, 4, "document.lines");
  if (line.length !== 4) throw malformed("document.lines", "has a line that is not of four parts");
  const scope = line[3];
  if (scope !== "g" && scope !== "l") throw malformed("document.lines", "has a line of an unknown scope");
  return {
    accountId: readId(line[0], "document.lines.accountId"),
    amount: readInteger(line[1], "document.lines.amount"),
    balanceAfter: readInteger(line[2], "document.lines.balanceAfter"),
    scope: scope === "g" ? "global" : "local",
  };
}

function readMeta(value: unknown): string {
  const text = readText(value, 2, metaLengthMax, "document.meta");
  if (text === "{}") return text;
  let meta: unknown;
  try {
    meta = JSON.parse(text);
  } catch {
    throw malformed("document.meta", "is not JSON");
  }
  const entries = readObject(meta, "document.meta");
  for (const name in entries) {
    if (typeof entries[name] !== "string") throw malformed("document.meta", "holds something else than texts");
  }
  return text;
}
