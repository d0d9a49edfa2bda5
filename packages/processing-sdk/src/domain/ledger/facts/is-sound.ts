import { ProcessingError } from "../../../errors.js";
import { amountOf, commandIdOf, idOf, signedAmountOf, textOf } from "../../commands-check/fields.js";
import { maxLines } from "../../commands-check/movement-commands.js";
import type { WireDocument } from "../../protocol/messages.js";
import { totalOf } from "../book-movement.js";

/** Kinds of documents that a child makes. */
const kinds: ReadonlySet<string> = new Set(["topUp", "payment", "transfer", "refund", "cancel", "adjustment"]);
/** As JSON, with every character escaped. */
const maxMetaLength = 65_536;
const sha256 = /^[0-9a-f]{64}$/;

/** Whether a child's document is complete and adds up, so that it can be booked. */
export function isSound(document: WireDocument): boolean {
  try {
    return hasSoundHead(document) && hasSoundLines(document);
  } catch (error) {
    if (ProcessingError.is(error)) return false;
    throw error;
  }
}

function hasSoundHead(document: WireDocument): boolean {
  const { id, payloadHash, kind, total, currency, contra, reverses, reservationId, occurredAtMs, meta } = document;
  commandIdOf(id);
  amountOf(total, "/total");
  idOf(currency, "/currency", 16);
  idOf(contra, "/contra");
  if (reverses !== null) idOf(reverses, "/reverses");
  if (reservationId !== null) idOf(reservationId, "/reservationId");
  textOf(meta, "/meta", maxMetaLength);
  return kinds.has(kind) && Number.isSafeInteger(occurredAtMs) && sha256.test(payloadHash) && isObject(meta);
}

function hasSoundLines({ lines, lineCount, total }: WireDocument): boolean {
  if (lines.length === 0 || lines.length > maxLines || lines.length !== lineCount) return false;
  for (const { accountId, amount } of lines) {
    idOf(accountId, "/lines");
    signedAmountOf(amount, "/lines");
  }
  return new Set(lines.map(({ accountId }) => accountId)).size === lines.length && totalOf(lines) === total;
}

function isObject(json: string): boolean {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === "object" && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
