import { type Clock, formatMinorUnits } from "@opora/core";
import {
  type LineRefusalReason,
  type Loading,
  type LoadPaymentsReport,
  type PaymentMapping,
  paymentsFromReconciliation,
  type ReconciliationRules,
  type TaskSummary,
} from "@opora/gis-sdk";
import {
  type ReconciliationReport,
  type RegisterSource,
  readReconciliation,
  reconcileRegisters,
} from "@opora/gis-sdk/csv";
import { driveLoading } from "./drive-loading.js";
import type { LoadingFolder } from "./loading-folder.js";
import { openRefusedLines, type RefusedTotals } from "./refused-lines.js";
import { writeFileWhole } from "./write-file-whole.js";
import { writeOutcomes } from "./write-outcomes.js";

/** What {@link loadRegisters} works with. */
export interface LoadRegistersOptions {
  readonly billing: RegisterSource;
  readonly acquiring: RegisterSource;
  /** What counts as the same payment. Default: equal amounts of equal keys. */
  readonly rules?: ReconciliationRules;
  readonly folder: LoadingFolder;
  readonly loading: Loading;
  /** Names the task for ever; the same registers under the same id go on where they stopped. */
  readonly taskId: string;
  readonly mapping: PaymentMapping;
  /** The clock that the loading goes by. */
  readonly clock: Clock;
  /** Resolves after so many milliseconds of that clock, or when the signal is aborted. */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly onReconciled?: (report: ReconciliationReport) => void;
  readonly onFormed?: (report: LoadPaymentsReport) => void;
  readonly onProgress?: (summary: TaskSummary) => void;
  readonly signal: AbortSignal;
}

/** How a loading of two registers ended. */
export interface LoadRegistersReport {
  readonly reconciliation: ReconciliationReport;
  /** Lines of the reconciliation that became no payment, by reason. */
  readonly refused: RefusedTotals;
  readonly task: TaskSummary;
}

/**
 * The main job from end to end: reconciles two registers, loads what agrees, follows every payment to its end and writes
 * each outcome to disk. Every step may be cut off and repeated.
 */
export async function loadRegisters(options: LoadRegistersOptions): Promise<LoadRegistersReport> {
  const { folder, loading, taskId, mapping, signal } = options;
  const { billing, acquiring, rules = {} } = options;
  const outDir = folder.reconciliation;
  const reconciliation = await reconcileRegisters({ billing, acquiring, rules, outDir }, { signal });
  options.onReconciled?.(reconciliation);

  const refusedLines = openRefusedLines();
  const payments = paymentsFromReconciliation({
    lines: readReconciliation(folder.reconciliation, { signal }),
    mapping,
    onRefused: refusedLines.add,
  });
  const formed = await loading.loadPayments({ taskId, payments, signal });
  options.onFormed?.(formed);
  await writeFileWhole(folder.refused, refusedLines.csv());

  const task = await driveLoading(options);
  await writeOutcomes(folder.store, taskId, folder.payments, signal);
  const report = { reconciliation, refused: refusedLines.totals(), task };
  await writeFileWhole(folder.summary, `${JSON.stringify(describeLoading(report), undefined, 2)}\n`);
  return report;
}

/** Reasons that tell of a payment that should have been loaded and could not. */
const failures: readonly LineRefusalReason[] = ["amount-not-positive", "no-identifier", "no-recipient", "no-guid"];

/** Whether everything that could be loaded is at ГИС ЖКХ. */
export function isComplete({ reconciliation, refused, task }: LoadRegistersReport): boolean {
  return (
    task.state === "done" && reconciliation.rejected === 0 && failures.every((reason) => refused[reason].lines === 0)
  );
}

/** A report as plain JSON, sums as decimal strings in roubles. */
export function describeLoading({ reconciliation, refused, task }: LoadRegistersReport): object {
  const { days: _days, suppliers: _suppliers, ...totals } = reconciliation;
  const total = ({ count, amountKopecks }: TaskSummary["payments"]) => ({
    count,
    sum: formatMinorUnits(amountKopecks, 2),
  });
  return {
    taskId: task.taskId,
    state: task.state,
    reconciliation: totals,
    refused,
    payments: total(task.payments),
    byStatus: Object.fromEntries(Object.entries(task.byStatus).map(([status, figures]) => [status, total(figures)])),
    packets: task.packets,
    packetsAwaitingDecision: task.packetsAwaitingDecision,
    paymentsWithAttention: task.paymentsWithAttention,
    haltedBy: task.haltedBy ?? null,
  };
}
