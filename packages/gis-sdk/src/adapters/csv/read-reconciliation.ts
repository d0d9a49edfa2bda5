import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { ReconciliationLine } from "../../domain/reconciliation/reconciliation.js";
import { GisError } from "../../errors.js";
import { withFilesError } from "./files-error.js";
import { parseResultLine } from "./reading/parse-result-line.js";
import { readFileChunks } from "./reading/read-file-chunks.js";
import { readWrittenRecords, type WrittenRecord } from "./reading/read-written-records.js";
import type { ReconciliationReport } from "./report.js";
import { reconciliationFiles } from "./writing/result-files.js";
import { resultColumns } from "./writing/result-lines.js";

/**
 * Reads the report of a finished reconciliation.
 * @throws GisError `GIS_RECONCILIATION_FILES` when there is none in the folder.
 */
export async function readReconciliationReport(folder: string): Promise<ReconciliationReport> {
  const path = join(folder, reconciliationFiles.summary);
  const text = await withFilesError(readFile(path, "utf8"));
  const report = parseJson(text) as ReconciliationReport | undefined;
  if (typeof report?.result?.rows === "number") return report;
  throw new GisError("GIS_RECONCILIATION_FILES", `${path} is not the report of a reconciliation. Reconcile again.`, {
    details: { path },
  });
}

/**
 * Reads the lines of a finished reconciliation in their order, in memory that does not grow with it.
 *
 * @throws GisError `GIS_RECONCILIATION_FILES` when there is none in the folder, when a line is not as it was written,
 * or when lines are missing; the signal's reason when aborted.
 * @example
 * ```ts
 * for await (const line of readReconciliation("reconciled")) {
 *   if (line.status === "matched" && line.acquiring) console.log(line.key.billNumber, line.acquiring.row.mainMinor);
 * }
 * ```
 */
export async function* readReconciliation(
  folder: string,
  { signal }: { readonly signal?: AbortSignal } = {},
): AsyncGenerator<ReconciliationLine, void> {
  const report = await readReconciliationReport(folder);
  const path = join(folder, reconciliationFiles.result);
  let lines = -1;
  for await (const record of readWrittenRecords(readFileChunks(path, "GIS_RECONCILIATION_FILES"))) {
    signal?.throwIfAborted();
    lines += 1;
    if (lines === 0) checkHeader(path, record);
    else yield parseLine(path, record);
  }
  if (lines !== report.result.rows) {
    throw damaged(path, `It has ${Math.max(0, lines)} lines where the report says ${report.result.rows}.`);
  }
}

function checkHeader(path: string, { fields }: WrittenRecord): void {
  if (fields?.join() !== resultColumns.join()) throw damaged(path, "Its first line does not name the columns.");
}

function parseLine(path: string, { line, fields }: WrittenRecord): ReconciliationLine {
  try {
    return parseResultLine(fields ?? []);
  } catch (cause) {
    throw damaged(path, `Line ${line} is not as it was written.`, cause);
  }
}

function damaged(path: string, what: string, cause?: unknown): GisError {
  return new GisError("GIS_RECONCILIATION_FILES", `${path} cannot be used. ${what} Reconcile again.`, {
    cause,
    details: { path },
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
