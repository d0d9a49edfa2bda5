import { checkOptionKeys, invalidOption } from "../../domain/reconciliation/option-checks.js";
import type { RegisterRow } from "../../domain/reconciliation/register-row.js";
import { type CsvFormat, type ResolvedCsvFormat, resolveCsvFormat } from "./csv-format.js";
import { readFileChunks } from "./reading/read-file-chunks.js";

/** A register: a CSV file, the bytes of one, or typed rows. */
export type RegisterSource =
  | { readonly file: string; readonly format?: CsvFormat }
  | { readonly bytes: Iterable<Uint8Array> | AsyncIterable<Uint8Array>; readonly format?: CsvFormat }
  | { readonly rows: Iterable<RegisterRow> | AsyncIterable<RegisterRow> };

/** A source whose options were checked. */
export type ResolvedSource =
  | {
      readonly kind: "csv";
      /** Path of the file, where it is one. */
      readonly file: string | undefined;
      readonly chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>;
      readonly format: ResolvedCsvFormat;
    }
  | { readonly kind: "rows"; readonly rows: Iterable<RegisterRow> | AsyncIterable<RegisterRow> };

/**
 * Checks a source.
 * @throws GisError `GIS_OPTIONS_INVALID`
 */
export function resolveSource(source: RegisterSource, path: string): ResolvedSource {
  if (typeof source !== "object" || source === null) throw invalidOption(path, "must be an object");
  if ("rows" in source) {
    checkOptionKeys(source, path, ["rows"]);
    return { kind: "rows", rows: source.rows };
  }
  const isFile = "file" in source;
  checkOptionKeys(source, path, [isFile ? "file" : "bytes", "format"]);
  const format = resolveCsvFormat(source.format, `${path}.format`);
  if (!isFile) return { kind: "csv", file: undefined, chunks: source.bytes, format };
  if (typeof source.file !== "string" || source.file === "") throw invalidOption(`${path}.file`, "must be a path");
  return { kind: "csv", file: source.file, chunks: readFileChunks(source.file), format };
}
