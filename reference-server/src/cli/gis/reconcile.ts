import { reconcileRegisters } from "@opora/gis-sdk/csv";
import { reconciliationLines } from "../../loading/describe-loading.js";
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
    lines: [...reconciliationLines(report), `The result is in ${options.out}.`],
  };
}
