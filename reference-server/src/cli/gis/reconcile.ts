import { type ReconciliationReport, reconcileRegisters } from "@opora/gis-sdk/csv";
import { type CommandContext, pathOf } from "../command-context.js";
import { exitCode } from "../exit-code.js";
import type { CommandReport } from "../report.js";
import { openRegister, type RegisterArguments } from "./register-options.js";

/** Options of `opora gis reconcile`. */
export interface ReconcileArguments extends RegisterArguments {
  readonly out: string;
  readonly json?: true;
}

/** Reconciles two registers; a line that is no row makes the outcome partial. */
export async function reconcileCommand(context: CommandContext, options: ReconcileArguments): Promise<CommandReport> {
  const report = await reconcileRegisters(
    {
      billing: await openRegister(context, "billing", options),
      acquiring: await openRegister(context, "acquiring", options),
      outDir: pathOf(context, options.out),
    },
    { signal: context.signal },
  );
  return {
    exitCode: report.rejected === 0 ? exitCode.ok : exitCode.partial,
    json: report,
    lines: [...describeReconciliation(report), `The result is in ${options.out}.`],
  };
}

/** What a reconciliation found, for people. */
export function describeReconciliation({
  billing,
  acquiring,
  result,
  rejected,
}: ReconciliationReport): readonly string[] {
  const statuses = Object.entries(result.byStatus).filter(([, lines]) => lines > 0);
  return [
    `billing    ${billing.rows} rows, ${billing.sum}`,
    `acquiring  ${acquiring.rows} rows, ${acquiring.sum}`,
    `result     ${result.rows} lines, difference ${result.difference}`,
    ...statuses.map(([status, lines]) => `  ${status}: ${lines}`),
    ...(rejected === 0 ? [] : [`rejected   ${rejected} lines of the registers are no rows`]),
  ];
}
