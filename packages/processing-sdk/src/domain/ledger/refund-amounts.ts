import type { Refund } from "../commands.js";
import { malformed } from "../commands-check/fields.js";
import type { DocumentRecord } from "../records/document-record.js";
import type { DocumentLine } from "./document-lines.js";
import { refusal } from "./refusals.js";
import { splitOverLines } from "./split-refund.js";

/**
 * How much of each line a refund gives back. The amount of a transfer stands on both of its lines, so it is refunded by
 * amount only and both lines get it; of other documents every line is a part of the amount.
 */
export function refundAmounts(
  { id, kind }: Pick<DocumentRecord, "id" | "kind">,
  lines: readonly DocumentLine[],
  refunded: readonly bigint[],
  wanted: Pick<Refund, "amount" | "lines">,
): readonly bigint[] {
  const left = lines.map(({ amount }, index) => leftOf(amount, refunded[index] ?? 0n));
  if (kind === "transfer") {
    if (wanted.lines !== undefined) throw malformed("/lines", "must be absent: a transfer is refunded by amount");
    const amount = checkedAmount(id, wanted.amount, left[0] ?? 0n);
    return left.map(() => amount);
  }
  if (wanted.lines !== undefined) return amountsByLine(id, left, wanted.lines);
  const whole = left.reduce((sum, amount) => sum + amount, 0n);
  return splitOverLines(checkedAmount(id, wanted.amount, whole), left);
}

/** Facts of children may have refunded more than there was. */
function leftOf(amount: bigint, refunded: bigint): bigint {
  const left = (amount < 0n ? -amount : amount) - refunded;
  return left > 0n ? left : 0n;
}

function checkedAmount(documentId: string, wanted: bigint | undefined, left: bigint): bigint {
  if (left === 0n) {
    throw refusal("PROCESSING_ALREADY_REVERSED", `Document ${documentId} was refunded wholly.`, { documentId });
  }
  if (wanted !== undefined && wanted > left) throw exceeds({ documentId }, left);
  return wanted ?? left;
}

function amountsByLine(
  documentId: string,
  left: readonly bigint[],
  wanted: NonNullable<Refund["lines"]>,
): readonly bigint[] {
  const amounts = left.map(() => 0n);
  for (const [index, { line, amount }] of wanted.entries()) {
    const leftOfLine = left[line - 1];
    if (leftOfLine === undefined) throw malformed(`/lines/${index}/line`, "must be a line of the document");
    if (amount > leftOfLine) throw exceeds({ documentId, line }, leftOfLine);
    amounts[line - 1] = amount;
  }
  return amounts;
}

function exceeds(place: { readonly documentId: string; readonly line?: number }, left: bigint) {
  return refusal("PROCESSING_REFUND_EXCEEDS", `The refund is more than is left of document ${place.documentId}.`, {
    ...place,
    left: String(left),
  });
}
