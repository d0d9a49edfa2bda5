import type { RegisterSide } from "../../../domain/reconciliation/register-row.js";
import type { ResolvedRules } from "../../../domain/reconciliation/rules.js";
import type { SideTotals } from "../../../domain/reconciliation/totals.js";
import { createExactSum } from "../exact-kopecks.js";
import { type RegisterSink, scanRegister } from "../reading/scan-register.js";
import { scanRows } from "../reading/scan-rows.js";
import type { ResolvedSource } from "../register-source.js";
import type { OutputFile } from "../writing/output-file.js";
import { appendRejectedLine } from "../writing/rejected-lines.js";
import { hashKey } from "./key-hash.js";
import type { SpillFile } from "./spill-file.js";
import { spilledBytes, spillRow } from "./spill-record.js";

/** What was read of one register. */
export interface SpilledRegister {
  readonly totals: SideTotals;
  readonly rejected: number;
}

/** A register on its way to disk. */
export interface SpillOptions {
  readonly side: RegisterSide;
  readonly normalisers: ResolvedRules["normalisers"];
  readonly linesMax: number;
  /** Where rows go: rows of equal keys into the same partition. */
  readonly spill: SpillFile;
  /** How many partitions there are: a power of two. */
  readonly partitions: number;
  /** Where rejected lines go. */
  readonly rejected: OutputFile;
}

/** Reads a register to its end, its rows into the partitions of a spill file. */
export async function spillRegister(
  source: ResolvedSource,
  { side, normalisers, linesMax, spill, partitions, rejected }: SpillOptions,
  { signal }: { readonly signal?: AbortSignal } = {},
): Promise<SpilledRegister> {
  const main = createExactSum();
  const fine = createExactSum();
  let rows = 0;
  let rejectedLines = 0;
  const sink: RegisterSink = {
    row(row) {
      const hash = hashKey(row.key.bytes, row.key.length);
      spillRow(spill.blockFor(hash & (partitions - 1), spilledBytes(row.key.length)), hash, row);
      rows += 1;
      main.add(row.main);
      fine.add(row.fine);
    },
    reject(line) {
      rejectedLines += 1;
      appendRejectedLine(rejected.buffer, side, line);
    },
  };

  const abort = signal ? { signal } : {};
  const turns =
    source.kind === "rows"
      ? scanRows(source.rows, { side, normalisers, linesMax, sink }, abort)
      : scanRegister(
          source.chunks,
          { register: `The ${side} register`, format: source.format, normalisers, linesMax, sink },
          abort,
        );
  for await (const _turn of turns) {
    await spill.settle();
    await rejected.settle();
  }
  await spill.seal();
  return { totals: { rows, mainMinor: main.minor(), fineMinor: fine.minor() }, rejected: rejectedLines };
}
