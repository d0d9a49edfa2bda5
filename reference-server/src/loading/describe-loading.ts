import { formatMinorUnits } from "@opora/core";
import type { TaskSummary } from "@opora/gis-sdk";
import type { ReconciliationReport } from "@opora/gis-sdk/csv";

/** What a reconciliation found, for people. */
export function reconciliationLines({ billing, acquiring, result, rejected }: ReconciliationReport): readonly string[] {
  const statuses = Object.entries(result.byStatus).filter(([, lines]) => lines > 0);
  return [
    `billing    ${billing.rows} rows, ${billing.sum}`,
    `acquiring  ${acquiring.rows} rows, ${acquiring.sum}`,
    `result     ${result.rows} lines, difference ${result.difference}`,
    ...statuses.map(([status, lines]) => `  ${status}: ${lines}`),
    ...(rejected === 0 ? [] : [`rejected   ${rejected} lines of the registers are no rows`]),
  ];
}

/** Where a task is, for people. */
export function taskLines({
  state,
  payments,
  byStatus,
  haltedBy,
  packetsAwaitingDecision,
}: TaskSummary): readonly string[] {
  const statuses = Object.entries(byStatus).filter(([, { count }]) => count > 0);
  return [
    `task       ${state}: ${payments.count} payments, ${formatMinorUnits(payments.amountKopecks, 2)}`,
    ...statuses.map(
      ([status, { count, amountKopecks }]) => `  ${status}: ${count}, ${formatMinorUnits(amountKopecks, 2)}`,
    ),
    ...(haltedBy === undefined ? [] : [`halted     by ${haltedBy.code}: ${haltedBy.description}`]),
    ...(packetsAwaitingDecision === 0
      ? []
      : [`undecided  nobody knows of ${packetsAwaitingDecision} packets whether they arrived; see --after-unknown`]),
  ];
}
