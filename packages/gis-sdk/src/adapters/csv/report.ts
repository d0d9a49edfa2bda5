import { formatMinorUnits } from "@opora/core";
import { createDayTexts } from "../../domain/reconciliation/day-texts.js";
import { totalMinor } from "../../domain/reconciliation/match-entry.js";
import type { RegisterSide } from "../../domain/reconciliation/register-row.js";
import type { ReconciliationStatus } from "../../domain/reconciliation/statuses.js";
import type {
  DuplicateTotals,
  LineTotals,
  ReconciliationTotals,
  SideTotals,
} from "../../domain/reconciliation/totals.js";

/** Rows of one register. Sums are roubles with two decimals, like `"-12345.67"`, here and in all reports. */
export interface SideReport {
  readonly rows: number;
  /** Main sums and fines together. */
  readonly sum: string;
  readonly mainSum: string;
  readonly fineSum: string;
}

/** Totals of a set of lines. */
export interface LinesReport {
  /** Lines; a line holds at most one row of each register. */
  readonly rows: number;
  readonly billingRows: number;
  readonly acquiringRows: number;
  readonly billingSum: string;
  readonly acquiringSum: string;
  /** Billing less acquiring: positive where less was paid than charged. */
  readonly difference: string;
  /** Lines by status; every status is present. */
  readonly byStatus: Readonly<Record<ReconciliationStatus, number>>;
}

/** Rows that stand more than once in one register. */
export interface DuplicatesReport {
  /** How many different rows are repeated. */
  readonly distinct: number;
  /** How many rows there are beyond the first of each. */
  readonly surplusRows: number;
  readonly surplusSum: string;
}

/** What a reconciliation of registers reports; plain JSON, the same as in the file `summary.json`. */
export interface ReconciliationReport {
  /** What was read of the billing register, rejected lines not included. */
  readonly billing: SideReport;
  /** What was read of the acquiring register. */
  readonly acquiring: SideReport;
  /** What stands in the result: rows and sums of both registers are those that were read. */
  readonly result: LinesReport;
  /** Lines of both registers that are no rows. */
  readonly rejected: number;
  readonly rejectedByRegister: Readonly<Record<RegisterSide, number>>;
  /** Totals by the day under which lines are reported, Europe/Moscow, in order. */
  readonly days: readonly (LinesReport & { readonly date: string })[];
  /** Totals by supplier in order of its identifier; null when there are more than 10,000. */
  readonly suppliers: readonly (LinesReport & { readonly supplierId: string })[] | null;
  readonly duplicates: Readonly<Record<RegisterSide, DuplicatesReport>>;
  /** Groups that were accepted although they differ within the tolerance, and by how much in all. */
  readonly tolerance: { readonly groups: number; readonly difference: string; readonly absolute: string };
  /** Keys within which a search for groups stopped at its limit. */
  readonly searchesCutShort: number;
}

/** What was counted. */
export interface ReportInput {
  readonly read: Readonly<Record<RegisterSide, SideTotals>>;
  readonly rejected: Readonly<Record<RegisterSide, number>>;
  readonly totals: ReconciliationTotals;
}

/** Turns totals into a report. */
export function reportOf({ read, rejected, totals }: ReportInput): ReconciliationReport {
  const dayText = createDayTexts();
  const { tolerance, duplicates, suppliers, searchesCutShort } = totals;
  return {
    billing: sideReport(read.billing),
    acquiring: sideReport(read.acquiring),
    result: linesReport(totals.result),
    rejected: rejected.billing + rejected.acquiring,
    rejectedByRegister: rejected,
    days: totals.days.map(({ day, ...lines }) => ({ date: dayText(day), ...linesReport(lines) })),
    suppliers: suppliers?.map(({ supplierId, ...lines }) => ({ supplierId, ...linesReport(lines) })) ?? null,
    duplicates: {
      billing: duplicatesReport(duplicates.billing),
      acquiring: duplicatesReport(duplicates.acquiring),
    },
    tolerance: {
      groups: tolerance.groups,
      difference: roubles(tolerance.differenceMinor),
      absolute: roubles(tolerance.absoluteMinor),
    },
    searchesCutShort,
  };
}

function sideReport(totals: SideTotals): SideReport {
  const { rows, mainMinor, fineMinor } = totals;
  return { rows, sum: roubles(totalMinor(totals)), mainSum: roubles(mainMinor), fineSum: roubles(fineMinor) };
}

function linesReport({ lines, billing, acquiring, differenceMinor, byStatus }: LineTotals): LinesReport {
  return {
    rows: lines,
    billingRows: billing.rows,
    acquiringRows: acquiring.rows,
    billingSum: roubles(totalMinor(billing)),
    acquiringSum: roubles(totalMinor(acquiring)),
    difference: roubles(differenceMinor),
    byStatus,
  };
}

function duplicatesReport({ distinct, surplusRows, surplusMinor }: DuplicateTotals): DuplicatesReport {
  return { distinct, surplusRows, surplusSum: roubles(surplusMinor) };
}

function roubles(minor: bigint): string {
  return formatMinorUnits(minor, 2);
}
