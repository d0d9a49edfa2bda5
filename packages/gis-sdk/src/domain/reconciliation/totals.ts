import type { RegisterSide } from "./register-row.js";
import type { ReconciliationStatus } from "./statuses.js";

/** Count and sums of rows of one register, in kopecks. */
export interface SideTotals {
  readonly rows: number;
  readonly mainMinor: bigint;
  readonly fineMinor: bigint;
}

/** Count of lines, and count and sums of the rows in them. */
export interface LineTotals {
  readonly lines: number;
  readonly billing: SideTotals;
  readonly acquiring: SideTotals;
  /** Billing less acquiring in kopecks: positive where less was paid than charged. */
  readonly differenceMinor: bigint;
  /** Lines by status; every status is present. */
  readonly byStatus: Readonly<Record<ReconciliationStatus, number>>;
}

/** Rows that stand more than once in one register. */
export interface DuplicateTotals {
  /** How many different rows are repeated. */
  readonly distinct: number;
  /** How many rows there are beyond the first of each. */
  readonly surplusRows: number;
  readonly surplusMinor: bigint;
}

/** Groups that were accepted although a component differs within the tolerance. */
export interface ToleranceTotals {
  readonly groups: number;
  /** Billing less acquiring over these groups, in kopecks. */
  readonly differenceMinor: bigint;
  /** The same without signs: how much was looked over in all. */
  readonly absoluteMinor: bigint;
}

/** Control totals of a reconciliation. */
export interface ReconciliationTotals {
  /** All lines together. */
  readonly result: LineTotals;
  /** Totals by reported day, in days since 1970-01-01, in order. */
  readonly days: readonly (LineTotals & { readonly day: number })[];
  /** Totals by supplier in order of its identifier; undefined when there are more than {@link suppliersMax}. */
  readonly suppliers: readonly (LineTotals & { readonly supplierId: string })[] | undefined;
  readonly duplicates: Readonly<Record<RegisterSide, DuplicateTotals>>;
  readonly tolerance: ToleranceTotals;
  /** Keys within which a search for groups stopped at its limit. */
  readonly searchesCutShort: number;
}

/** With more suppliers than that their totals are left out, so that the report stays small. */
export const suppliersMax = 10_000;
