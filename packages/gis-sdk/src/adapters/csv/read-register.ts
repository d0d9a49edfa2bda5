import { Buffer } from "node:buffer";
import { createDayTexts, type DayTexts } from "../../domain/reconciliation/day-texts.js";
import type { KeyNormalisers } from "../../domain/reconciliation/key-normalisers.js";
import { checkOptionKeys, integerOption } from "../../domain/reconciliation/option-checks.js";
import type { NumberedRow } from "../../domain/reconciliation/reconciliation.js";
import type { RegisterRow } from "../../domain/reconciliation/register-row.js";
import { resolveRules } from "../../domain/reconciliation/rules.js";
import type { ScannedRow } from "./reading/row-parser.js";
import { scanRegister } from "./reading/scan-register.js";
import { type CsvSource, resolveCsvSource } from "./register-source.js";
import type { RejectedLine } from "./rejection.js";

/** How {@link readRegister} reads. */
export interface ReadRegisterOptions {
  /** Normalisers of the key's fields, applied after trimming. Default: none. */
  readonly normalisers?: KeyNormalisers;
  /** Lines, rejected ones included. Default: 20,000,000; at most 4,000,000,000. */
  readonly linesMax?: number;
  readonly signal?: AbortSignal;
}

/** A line of a register: a row, or a line that is none. */
export type RegisterLine = ({ readonly kind: "row" } & NumberedRow) | ({ readonly kind: "rejected" } & RejectedLine);

/**
 * Reads a register in CSV line by line, in memory that does not grow with it.
 *
 * @throws GisError `GIS_OPTIONS_INVALID`, `GIS_REGISTER_UNREADABLE`, `GIS_LIMIT_EXCEEDED`; the signal's reason when aborted.
 * @example
 * ```ts
 * for await (const line of readRegister({ file: "billing.csv" })) {
 *   if (line.kind === "rejected") console.warn(`Line ${line.line}: ${line.field ?? ""} ${line.reason}`);
 * }
 * ```
 */
export async function* readRegister(
  source: CsvSource,
  options: ReadRegisterOptions = {},
): AsyncGenerator<RegisterLine, void> {
  checkOptionKeys(options, "options", ["normalisers", "linesMax", "signal"]);
  const { chunks, file, format } = resolveCsvSource(source, "source");
  const { normalisers } = resolveRules(options.normalisers ? { normalisers: options.normalisers } : {});
  const linesMax = integerOption(options.linesMax, "options.linesMax", {
    min: 1,
    max: 4_000_000_000,
    otherwise: 20_000_000,
  });
  const dayText = createDayTexts();
  const lines: RegisterLine[] = [];
  const turns = scanRegister(
    chunks,
    {
      register: file ?? "The register",
      format,
      normalisers,
      linesMax,
      sink: {
        row: (row) => lines.push({ kind: "row", line: row.line, row: typedRow(row, dayText) }),
        reject: (rejected) => lines.push({ kind: "rejected", ...rejected }),
      },
    },
    options.signal ? { signal: options.signal } : {},
  );
  for await (const _turn of turns) yield* lines.splice(0);
}

function typedRow({ key, day, main, fine }: ScannedRow, dayText: DayTexts): RegisterRow {
  const [billNumber = "", supplierId = "", serviceId = ""] = Buffer.from(key.bytes.buffer, 0, key.length)
    .toString("utf8")
    .split("\0");
  return { billNumber, supplierId, serviceId, date: dayText(day), mainMinor: BigInt(main), fineMinor: BigInt(fine) };
}
