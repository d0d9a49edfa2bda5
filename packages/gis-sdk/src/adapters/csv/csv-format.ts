import {
  checkOptionKeys,
  choiceOption,
  integerOption,
  invalidOption,
} from "../../domain/reconciliation/option-checks.js";
import type { RegisterRow } from "../../domain/reconciliation/register-row.js";

/** Names of the columns that hold the fields of a row, as the header writes them. Letter case does not matter. */
export type ColumnNames = Readonly<Record<keyof RegisterRow, string>>;

/** How the bytes of a register are to be read. What is not given is detected. */
export interface CsvFormat {
  /** Default: UTF-8 with a byte order mark; otherwise the first line that is not ASCII decides. */
  readonly encoding?: "utf-8" | "windows-1251";
  /** Default: whichever of the three the header has most of. */
  readonly delimiter?: ";" | "," | "\t";
  /** Names that differ from {@link defaultColumnNames}. */
  readonly columns?: Partial<ColumnNames>;
  /**
   * What becomes of a date with a time but without an offset, which may fall on either of two days: `"reject"` rejects the
   * line, `"moscow"` takes the time for Moscow's. Default: `"reject"`.
   */
  readonly zonelessTimes?: "reject" | "moscow";
  /** Longest record in bytes, 256 to 1,048,576; a longer one is rejected. Default: 65,536. */
  readonly recordBytesMax?: number;
}

/** The header of a register unless {@link CsvFormat.columns} says otherwise. */
export const defaultColumnNames: ColumnNames = {
  billNumber: "bill_number",
  supplierId: "supp_id",
  serviceId: "serv_id",
  date: "date",
  mainMinor: "main_sum",
  fineMinor: "fine_sum",
};

/** The fields of a row that a register must have a column for. */
export const columnFields = [
  "billNumber",
  "supplierId",
  "serviceId",
  "date",
  "mainMinor",
  "fineMinor",
] as const satisfies readonly (keyof RegisterRow)[];

/** A format with its defaults; `undefined` where it is to be detected. */
export interface ResolvedCsvFormat {
  readonly encoding: "utf-8" | "windows-1251" | undefined;
  readonly delimiter: ";" | "," | "\t" | undefined;
  readonly columns: ColumnNames;
  readonly zonelessTimes: "reject" | "moscow";
  readonly recordBytesMax: number;
}

/**
 * Checks a format and fills in defaults.
 * @throws GisError `GIS_OPTIONS_INVALID`
 */
export function resolveCsvFormat(format: CsvFormat = {}, path = "format"): ResolvedCsvFormat {
  checkOptionKeys(format, path, ["encoding", "delimiter", "columns", "zonelessTimes", "recordBytesMax"]);
  if (format.encoding !== undefined) {
    choiceOption(format.encoding, `${path}.encoding`, { choices: ["utf-8", "windows-1251"], otherwise: "utf-8" });
  }
  if (format.delimiter !== undefined) {
    choiceOption(format.delimiter, `${path}.delimiter`, { choices: [";", ",", "\t"], otherwise: ";" });
  }
  return {
    encoding: format.encoding,
    delimiter: format.delimiter,
    columns: resolveColumns(format.columns, `${path}.columns`),
    zonelessTimes: choiceOption(format.zonelessTimes, `${path}.zonelessTimes`, {
      choices: ["reject", "moscow"],
      otherwise: "reject",
    }),
    recordBytesMax: integerOption(format.recordBytesMax, `${path}.recordBytesMax`, {
      min: 256,
      max: 1_048_576,
      otherwise: 65_536,
    }),
  };
}

function resolveColumns(columns: Partial<ColumnNames> = {}, path: string): ColumnNames {
  checkOptionKeys(columns, path, columnFields);
  const names = { ...defaultColumnNames, ...columns };
  for (const [field, name] of Object.entries(names)) {
    if (typeof name !== "string" || name.trim() === "")
      throw invalidOption(`${path}.${field}`, "must be a column's name");
  }
  return names;
}
