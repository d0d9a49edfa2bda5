import { formatMinorUnits } from "@opora/core";
import { type LineRefusalReason, lineRefusalReasons, type RefusedLine } from "@opora/gis-sdk";
import { csvLine } from "./csv-line.js";

/** Number of lines and what was paid in them, roubles, by reason. */
export type RefusedTotals = Readonly<Record<LineRefusalReason, { readonly lines: number; readonly sum: string }>>;

/** Keeps what becomes no payment. */
export interface RefusedLines {
  readonly add: (line: RefusedLine) => void;
  csv(): string;
  totals(): RefusedTotals;
}

const columns = ["bill_number", "supp_id", "serv_id", "status", "reason", "paid"];

/** Starts an empty collection: the lines are few beside the payments, or the registers are not worth loading. */
export function openRefusedLines(): RefusedLines {
  const lines: string[] = [csvLine(columns)];
  const totals = Object.fromEntries(lineRefusalReasons.map((reason) => [reason, { lines: 0, kopecks: 0n }])) as Record<
    LineRefusalReason,
    { lines: number; kopecks: bigint }
  >;
  return {
    add({ line: { key, status }, reason, amountKopecks }) {
      totals[reason].lines += 1;
      totals[reason].kopecks += amountKopecks;
      const paid = formatMinorUnits(amountKopecks, 2);
      lines.push(csvLine([key.billNumber, key.supplierId, key.serviceId, status, reason, paid]));
    },
    csv: () => `\uFEFF${lines.join("")}`,
    totals: () =>
      Object.fromEntries(
        lineRefusalReasons.map((reason) => {
          const { lines: count, kopecks } = totals[reason];
          return [reason, { lines: count, sum: formatMinorUnits(kopecks, 2) }];
        }),
      ) as RefusedTotals,
  };
}
