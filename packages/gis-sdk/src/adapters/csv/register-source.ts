import { checkOptionKeys, invalidOption } from "../../domain/reconciliation/option-checks.js";
import type { RegisterRow } from "../../domain/reconciliation/register-row.js";
import { type CsvFormat, type ResolvedCsvFormat, resolveCsvFormat } from "./csv-format.js";
import { readFileChunks } from "./reading/read-file-chunks.js";

/** A register in CSV: a file, or the bytes of one. */
export type CsvSource =
  | { readonly file: string; readonly format?: CsvFormat }
  | { readonly bytes: Iterable<Uint8Array> | AsyncIterable<Uint8Array>; readonly format?: CsvFormat };

/** A register: in CSV, or as typed rows. */
export type RegisterSource = CsvSource | { readonly rows: Iterable<RegisterRow> | AsyncIterable<RegisterRow> };

/** A source in CSV whose options were checked. */
export interface ResolvedCsvSource {
  readonly kind: "csv";
  /** Path of the file, where it is one. */
  readonly file: string | undefined;
  readonly chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>;
  readonly format: ResolvedCsvFormat;
}

/** A source whose options were checked. */
export type ResolvedSource =
  | ResolvedCsvSource
  | { readonly kind: "rows"; readonly rows: Iterable<RegisterRow> | AsyncIterable<RegisterRow> };

/**
 * Checks a source.
 * @throws GisError `GIS_OPTIONS_INVALID`
 */
export function resolveSource(source: RegisterSource, path: string): ResolvedSource {
  if (typeof source !== "object" || source === null) throw invalidOption(path, "must be an object");
  if (!("rows" in source)) return resolveCsvSource(source, path);
  checkOptionKeys(source, path, ["rows"]);
  return { kind: "rows", rows: source.rows };
}

/**
 * Checks a source in CSV.
 * @throws GisError `GIS_OPTIONS_INVALID`
 */
export function resolveCsvSource(source: CsvSource, path: string): ResolvedCsvSource {
  if (typeof source !== "object" || source === null) throw invalidOption(path, "must be an object");
  const isFile = "file" in source;
  checkOptionKeys(source, path, [isFile ? "file" : "bytes", "format"]);
  const format = resolveCsvFormat(source.format, `${path}.format`);
  if (!isFile) return { kind: "csv", file: undefined, chunks: source.bytes, format };
  if (typeof source.file !== "string" || source.file === "") throw invalidOption(`${path}.file`, "must be a path");
  return { kind: "csv", file: source.file, chunks: readFileChunks(source.file), format };
}
