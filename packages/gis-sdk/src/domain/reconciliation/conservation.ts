import { GisError } from "../../errors.js";
import type { RegisterSide } from "./register-row.js";
import type { LineTotals, SideTotals } from "./totals.js";

/**
 * Makes sure that nothing vanished and nothing was invented: rows and sums of both registers are the same in the result
 * as they were read.
 * @throws {@link GisError} `GIS_RECONCILIATION_NOT_CONSERVED`, which would be a defect of this package.
 */
export function assertConserved(read: Readonly<Record<RegisterSide, SideTotals>>, result: LineTotals): void {
  for (const side of ["billing", "acquiring"] as const) {
    if (areTotalsEqual(read[side], result[side])) continue;
    const rowsRead = read[side].rows;
    const rowsInResult = result[side].rows;
    throw new GisError(
      "GIS_RECONCILIATION_NOT_CONSERVED",
      `The ${side} register has ${rowsRead} rows and the result ${rowsInResult}, or their sums differ. ` +
        "Nothing was published; this is a defect of the reconciliation, please report it.",
      { details: { side, rowsRead, rowsInResult } },
    );
  }
}

function areTotalsEqual(a: SideTotals, b: SideTotals): boolean {
  return a.rows === b.rows && a.mainMinor === b.mainMinor && a.fineMinor === b.fineMinor;
}
