import { appendText, type ByteWriter } from "../byte-writer.js";
import type { ReconciliationReport } from "../report.js";

/** Columns of the totals by day, in their order. */
export const dayColumns = [
  "date",
  "rows",
  "billing_rows",
  "billing_sum",
  "acquiring_rows",
  "acquiring_sum",
  "difference",
] as const;

/** Appends the totals of every day. */
export function appendDayLines(target: ByteWriter, days: ReconciliationReport["days"], decimalMark: string): void {
  for (const { date, rows, billingRows, billingSum, acquiringRows, acquiringSum, difference } of days) {
    const sums = [billingSum, acquiringSum, difference].map((sum) => sum.replace(".", decimalMark));
    appendText(target, `${date};${rows};${billingRows};${sums[0]};${acquiringRows};${sums[1]};${sums[2]}\n`);
  }
}
