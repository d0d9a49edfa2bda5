import { mkdir, stat } from "node:fs/promises";
import { assertConserved } from "../../domain/reconciliation/conservation.js";
import {
  checkOptionKeys,
  choiceOption,
  integerOption,
  invalidOption,
} from "../../domain/reconciliation/option-checks.js";
import { type ReconciliationRules, type ResolvedRules, resolveRules } from "../../domain/reconciliation/rules.js";
import { createTotalsCounter } from "../../domain/reconciliation/totals-counter.js";
import { appendText } from "./byte-writer.js";
import { withFilesError } from "./files-error.js";
import { joinPartitions } from "./joining/join-partitions.js";
import { type RegisterSource, type ResolvedSource, resolveSource } from "./register-source.js";
import { type ReconciliationReport, reportOf } from "./report.js";
import { mergeRuns } from "./sorting/merge-runs.js";
import { createRunWriter, type SortedRuns } from "./sorting/run-writer.js";
import { type ScratchFolder, withScratchFolder } from "./spilling/scratch-folder.js";
import { createSpillFile } from "./spilling/spill-file.js";
import { spillRegister } from "./spilling/spill-register.js";
import { appendDayLines } from "./writing/day-lines.js";
import type { OutputFile } from "./writing/output-file.js";
import { createResultFiles, publishResultFiles } from "./writing/result-files.js";

/** What {@link reconcileRegisters} takes. */
export interface ReconcileRegistersOptions {
  /** What was charged. */
  readonly billing: RegisterSource;
  /** What was paid. */
  readonly acquiring: RegisterSource;
  /**
   * Folder for the result; created where it is absent. Scratch files live in it while the work goes on, so only one
   * reconciliation may work in a folder at a time.
   */
  readonly outDir: string;
  readonly rules?: ReconciliationRules;
  /** How amounts are written in the CSV files. Default: `"."`. */
  readonly decimalMark?: "." | ",";
  /** Lines of one register, rejected ones included. Default: 20,000,000; at most 4,000,000,000. */
  readonly linesMax?: number;
}

/**
 * Reconciles two registers of any length in bounded memory: both are parted on disk by the hash of their keys, joined
 * part by part, and the lines merged into one file in order of date and key.
 *
 * Writes the {@link reconciliationFiles} to `outDir`, each of them whole or not at all, and leaves nothing else there,
 * also after a failure. A line of a register that is no row is rejected, counted and kept, and takes no part in the sums.
 *
 * @throws GisError `GIS_OPTIONS_INVALID`, `GIS_REGISTER_UNREADABLE`, `GIS_REGISTER_ROW` (typed rows only),
 * `GIS_LIMIT_EXCEEDED`, `GIS_RECONCILIATION_FILES`; the signal's reason when aborted.
 * @example
 * ```ts
 * const report = await reconcileRegisters({
 *   billing: { file: "billing.csv" },
 *   acquiring: { file: "acquiring.csv", format: { encoding: "windows-1251" } },
 *   outDir: "reconciled",
 * });
 * console.log(report.result.byStatus, report.result.difference);
 * ```
 */
export async function reconcileRegisters(
  options: ReconcileRegistersOptions,
  { signal }: { readonly signal?: AbortSignal } = {},
): Promise<ReconciliationReport> {
  const plan = resolvePlan(options);
  signal?.throwIfAborted();
  await withFilesError(mkdir(plan.outDir, { recursive: true }));
  return withScratchFolder(plan.outDir, (scratch) => carryOut(plan, scratch, signal ? { signal } : {}));
}

interface Plan {
  readonly billing: ResolvedSource;
  readonly acquiring: ResolvedSource;
  readonly outDir: string;
  readonly rules: ResolvedRules;
  readonly decimalMark: "." | ",";
  readonly linesMax: number;
}

function resolvePlan(options: ReconcileRegistersOptions): Plan {
  checkOptionKeys(options, "options", ["billing", "acquiring", "outDir", "rules", "decimalMark", "linesMax"]);
  if (typeof options.outDir !== "string" || options.outDir === "")
    throw invalidOption("options.outDir", "must be a path");
  return {
    billing: resolveSource(options.billing, "options.billing"),
    acquiring: resolveSource(options.acquiring, "options.acquiring"),
    outDir: options.outDir,
    rules: resolveRules(options.rules),
    decimalMark: choiceOption(options.decimalMark, "options.decimalMark", { choices: [".", ","], otherwise: "." }),
    linesMax: integerOption(options.linesMax, "options.linesMax", {
      min: 1,
      max: 4_000_000_000,
      otherwise: 20_000_000,
    }),
  };
}

async function carryOut(
  plan: Plan,
  scratch: ScratchFolder,
  abort: { readonly signal?: AbortSignal },
): Promise<ReconciliationReport> {
  const { rules, linesMax } = plan;
  const files = await createResultFiles(scratch);
  const partitions = await choosePartitions([plan.billing, plan.acquiring]);

  const billing = createSpillFile(await scratch.createUnnamedFile(), partitions);
  const spilling = { normalisers: rules.normalisers, linesMax, partitions, rejected: files.rejected };
  const charged = await spillRegister(plan.billing, { ...spilling, side: "billing", spill: billing }, abort);
  const acquiring = createSpillFile(await scratch.createUnnamedFile(), partitions);
  const paid = await spillRegister(plan.acquiring, { ...spilling, side: "acquiring", spill: acquiring }, abort);

  const lines = createRunWriter(await scratch.createUnnamedFile());
  const duplicates = createRunWriter(await scratch.createUnnamedFile());
  const counter = createTotalsCounter();
  const decimalMark = plan.decimalMark.charCodeAt(0);
  await joinPartitions({ billing, acquiring, partitions, rules, decimalMark, lines, duplicates, counter }, abort);
  const totals = counter.totals();
  const read = { billing: charged.totals, acquiring: paid.totals };
  assertConserved(read, totals.result);

  await writeMerged(lines, files.result, abort);
  await writeMerged(duplicates, files.duplicates, abort);
  const report = reportOf({ read, rejected: { billing: charged.rejected, acquiring: paid.rejected }, totals });
  appendDayLines(files.days.buffer, report.days, plan.decimalMark);
  appendText(files.summary.buffer, `${JSON.stringify(report, null, 2)}\n`);
  abort.signal?.throwIfAborted();
  await publishResultFiles(files, plan.outDir);
  return report;
}

async function writeMerged(
  runs: SortedRuns,
  file: OutputFile,
  { signal }: { readonly signal?: AbortSignal },
): Promise<void> {
  for await (const piece of mergeRuns(runs)) {
    signal?.throwIfAborted();
    await file.write(piece);
  }
}

/** Bytes of both registers that one partition is to hold: the memory that the work needs grows with it. */
const partitionBytes = 1 << 20;
const partitionsMax = 256;
/** For registers whose length is not known beforehand. */
const partitionsOtherwise = 64;

/** How many partitions to make: a power of two. The result does not depend on it. */
async function choosePartitions(sources: readonly ResolvedSource[]): Promise<number> {
  let bytes = 0;
  for (const source of sources) {
    if (source.kind === "rows" || source.file === undefined) return partitionsOtherwise;
    bytes += await fileBytes(source.file);
  }
  return Math.min(partitionsMax, 2 ** Math.ceil(Math.log2(Math.max(1, bytes / partitionBytes))));
}

/** The size of a file; what cannot be looked at is left for the reader to report. */
async function fileBytes(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch {
    return 0;
  }
}
