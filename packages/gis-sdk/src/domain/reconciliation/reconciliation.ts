import type { CalendarDate } from "@opora/core";
import type { RegisterRow, RegisterSide, RowKey } from "./register-row.js";
import type { LineNote, ReconciliationStage, ReconciliationStatus } from "./statuses.js";
import type { ReconciliationTotals, SideTotals } from "./totals.js";

/** One line of a reconciliation: at most one row of each register. Every input row stands in exactly one line. */
export interface ReconciliationLine<
  Billing extends RegisterRow = RegisterRow,
  Acquiring extends RegisterRow = RegisterRow,
> {
  /** The day under which the line is reported, Europe/Moscow; see `reportedDay` of the rules. */
  readonly date: CalendarDate;
  /** The key after normalisation. */
  readonly key: RowKey;
  readonly status: ReconciliationStatus;
  /** The stage that decided the status. */
  readonly stage: ReconciliationStage;
  /** Number of the group within its key, from 1: lines with the same key and number belong together. */
  readonly group: number;
  /** The row of the billing register; absent where a group has fewer of them than lines. */
  readonly billing?: NumberedRow<Billing>;
  /** The row of the acquiring register. */
  readonly acquiring?: NumberedRow<Acquiring>;
  readonly notes: readonly LineNote[];
}

/** A row and where it stood. */
export interface NumberedRow<Row extends RegisterRow = RegisterRow> {
  readonly row: Row;
  /** In a file the number of the line in which the row begins; otherwise the row's number in its register, from 1. */
  readonly line: number;
}

/** A reconciliation in memory. */
export interface Reconciliation<
  Billing extends RegisterRow = RegisterRow,
  Acquiring extends RegisterRow = RegisterRow,
> {
  /** In order of date, bill number, supplier, service and group. */
  readonly lines: readonly ReconciliationLine<Billing, Acquiring>[];
  /** What was read, counted while reading. */
  readonly read: Readonly<Record<RegisterSide, SideTotals>>;
  /** What stands in the lines, counted while matching; rows and sums of both registers equal {@link read}. */
  readonly totals: ReconciliationTotals;
}
