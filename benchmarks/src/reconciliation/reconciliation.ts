import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { Benchmark, Comparison } from "../benchmark.js";
import type { JoinOutcome } from "./join-outcome.js";
import { writeRegisters } from "./write-registers.js";

const run = promisify(execFile);
const rows = 300_000;
const rounds = 3;

const sourceOf = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
/** Run from source like this program, so that time and memory include the loader of TypeScript. */
const ours = [process.execPath, ...process.execArgv, fileURLToPath(new URL("reconcile-program.ts", import.meta.url))];
const ordinary = ["python3", sourceOf("dictionary-join.py")];
const lean = ["python3", sourceOf("lean-dictionary-join.py")];

/** Two registers of 300,000 rows each, reconciled from CSV beside a dictionary join in Python, as processes. */
export const reconciliationBenchmark: Benchmark = {
  name: "reconciliation",
  async run() {
    const folder = await mkdtemp(join(tmpdir(), "opora-bench-"));
    try {
      const registers = [join(folder, "billing.csv"), join(folder, "acquiring.csv")] as const;
      await writeRegisters(...registers, rows);
      const best = new Map<readonly string[], Measured>();
      for (let round = 0; round < rounds; round += 1) {
        for (const program of [ours, ordinary, lean]) {
          const measured = await measure([...program, ...registers, join(folder, "result")]);
          best.set(program, better(measured, best.get(program)));
        }
      }
      return compare(get(best, ours), get(best, ordinary), get(best, lean));
    } finally {
      await rm(folder, { recursive: true });
    }
  },
};

/** A process from its start to its end. */
interface Measured extends JoinOutcome {
  readonly ms: number;
}

async function measure([program = "", ...args]: readonly string[]): Promise<Measured> {
  const start = performance.now();
  const { stdout } = await run(program, args);
  const ms = performance.now() - start;
  return { ...(JSON.parse(stdout) as JoinOutcome), ms };
}

/** The least time and the least memory of two runs. */
function better(a: Measured, b: Measured = a): Measured {
  return { ...a, ms: Math.min(a.ms, b.ms), peakKib: Math.min(a.peakKib, b.peakKib) };
}

function get(measured: ReadonlyMap<readonly string[], Measured>, program: readonly string[]): Measured {
  const found = measured.get(program);
  if (found === undefined) throw new Error(`${program[0]} was not measured.`);
  return found;
}

function compare(ours: Measured, ordinary: Measured, lean: Measured): readonly Comparison[] {
  for (const peer of [ordinary, lean]) checkAgreement(ours, peer);
  const peers = { oursMs: Math.round(ours.ms), pythonMs: Math.round(ordinary.ms), leanPythonMs: Math.round(lean.ms) };
  return [
    {
      name: `Reconciliation of ${rows} + ${rows} rows from CSV: time of ours to a dictionary join in Python`,
      figures: { ...peers, ratioToLeanPython: (ours.ms / lean.ms).toFixed(3) },
      ratio: ours.ms / ordinary.ms,
      target: 1,
      comparison: "at most",
    },
    {
      name: `Reconciliation of ${rows} + ${rows} rows from CSV: peak memory of ours to a dictionary join in Python`,
      figures: {
        oursMib: mebibytes(ours),
        pythonMib: mebibytes(ordinary),
        leanPythonMib: mebibytes(lean),
      },
      ratio: ours.peakKib / ordinary.peakKib,
      target: 0.3,
      comparison: "at most",
    },
  ];
}

/** A fast answer must also be the right one. */
function checkAgreement(ours: Measured, peer: Measured): void {
  for (const figure of ["billingSum", "acquiringSum", "rows", "matched"] as const) {
    if (ours[figure] !== peer[figure]) throw new Error(`${figure} is ${ours[figure]} here and ${peer[figure]} there.`);
  }
}

function mebibytes({ peakKib }: Measured): number {
  return Math.round(peakKib / 1024);
}
