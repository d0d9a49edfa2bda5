import { normaliseKey } from "../../../domain/reconciliation/key-normalisers.js";
import {
  checkRegisterRow,
  checkRowKey,
  dayNumber,
  keyFields,
  type RegisterRow,
  type RegisterSide,
} from "../../../domain/reconciliation/register-row.js";
import type { ResolvedRules } from "../../../domain/reconciliation/rules.js";
import { exactKopecks } from "../exact-kopecks.js";
import { createKeyBuffer } from "../key-buffer.js";
import { type RegisterSink, tooManyLines } from "./scan-register.js";

/** So many rows are handed over before whoever drives the scan gets a turn. */
const turnRows = 1024;

/** What is scanned, and into what. */
export interface ScanRowsOptions {
  readonly side: RegisterSide;
  readonly normalisers: ResolvedRules["normalisers"];
  readonly linesMax: number;
  readonly sink: RegisterSink;
}

/**
 * Hands typed rows to the sink. Yields now and then, so that whoever drives it can write out what the sink has gathered.
 * @throws GisError `GIS_REGISTER_ROW`, `GIS_LIMIT_EXCEEDED`
 */
export async function* scanRows(
  rows: Iterable<RegisterRow> | AsyncIterable<RegisterRow>,
  { side, normalisers, linesMax, sink }: ScanRowsOptions,
  { signal }: { readonly signal?: AbortSignal } = {},
): AsyncGenerator<void, void> {
  const key = createKeyBuffer();
  let ordinal = 0;
  for await (const row of rows) {
    ordinal += 1;
    if (ordinal > linesMax) throw tooManyLines(`The ${side} register`, linesMax);
    checkRegisterRow(row, { side, ordinal });
    const normalised = normaliseKey(row, normalisers);
    checkRowKey(normalised, { side, ordinal });
    key.clear();
    for (const field of keyFields) key.addText(normalised[field]);
    const main = exactKopecks(Number(row.mainMinor));
    const fine = exactKopecks(Number(row.fineMinor));
    sink.row({ line: ordinal, day: dayNumber(row.date), main, fine, key });
    if (ordinal % turnRows !== 0) continue;
    signal?.throwIfAborted();
    yield;
  }
  yield;
}
