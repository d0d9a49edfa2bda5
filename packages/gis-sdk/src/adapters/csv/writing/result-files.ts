import { rm } from "node:fs/promises";
import { join } from "node:path";
import { appendText } from "../byte-writer.js";
import { withFilesError } from "../files-error.js";
import type { ScratchFolder } from "../spilling/scratch-folder.js";
import { dayColumns } from "./day-lines.js";
import { duplicateColumns } from "./duplicate-lines.js";
import { createOutputFile, type OutputFile, syncFolder } from "./output-file.js";
import { rejectedColumns } from "./rejected-lines.js";
import { resultColumns } from "./result-lines.js";

/** The files that a reconciliation leaves in its folder. CSV is UTF-8 with a byte order mark, delimited by `;`. */
export const reconciliationFiles = {
  /** Every input row in exactly one line, in order of date and key. */
  result: "result.csv",
  /** Totals by day. */
  days: "days.csv",
  /** Rows that stand more than once in one register. */
  duplicates: "duplicates.csv",
  /** Lines that are no rows, with the reason and the text. */
  rejected: "rejected.csv",
  /** The report as JSON, published last: where it is, the other files are whole and belong to it. */
  summary: "summary.json",
} as const;

/** Output files by what they hold. */
export type ResultFiles = Readonly<Record<keyof typeof reconciliationFiles, OutputFile>>;

const byteOrderMark = "\uFEFF";

/** Creates the files in the scratch folder, those in CSV with their header. */
export async function createResultFiles(scratch: ScratchFolder): Promise<ResultFiles> {
  const createCsv = async (name: string, columns: readonly string[]): Promise<OutputFile> => {
    const file = await createOutputFile(scratch, name);
    appendText(file.buffer, `${byteOrderMark}${columns.join(";")}\n`);
    return file;
  };
  return {
    result: await createCsv(reconciliationFiles.result, resultColumns),
    days: await createCsv(reconciliationFiles.days, dayColumns),
    duplicates: await createCsv(reconciliationFiles.duplicates, duplicateColumns),
    rejected: await createCsv(reconciliationFiles.rejected, rejectedColumns),
    summary: await createOutputFile(scratch, reconciliationFiles.summary),
  };
}

/**
 * Makes all files durable and then moves them to `folder`. The old summary goes first and the new one comes last, so that
 * a summary never stands beside files of another run.
 */
export async function publishResultFiles(files: ResultFiles, folder: string): Promise<void> {
  for (const file of Object.values(files)) await file.finish();
  await withFilesError(rm(join(folder, reconciliationFiles.summary), { force: true }));
  for (const name of ["result", "days", "duplicates", "rejected", "summary"] as const) {
    await files[name].publish(join(folder, reconciliationFiles[name]));
  }
  await syncFolder(folder);
}
