import { Buffer } from "node:buffer";
import type { RegisterSide } from "../../../domain/reconciliation/register-row.js";
import { appendText, type ByteWriter } from "../byte-writer.js";
import { lineFeed } from "../reading/ascii.js";
import type { RejectedLine } from "../rejection.js";
import { foreignTextBytesMax, putForeignText } from "./csv-fields.js";

/** Columns of the list of rejected lines, in their order. */
export const rejectedColumns = ["register", "line", "field", "reason", "text"] as const;

/** Appends a rejected line. */
export function appendRejectedLine(target: ByteWriter, side: RegisterSide, rejected: RejectedLine): void {
  appendText(target, `${side};${rejected.line};${rejected.field ?? ""};${rejected.reason};`);
  const text = Buffer.from(rejected.text);
  const bytes = target.room(foreignTextBytesMax(text.length) + 1);
  const end = putForeignText(bytes, target.length, text, 0, text.length);
  bytes[end] = lineFeed;
  target.endAt(end + 1);
}
