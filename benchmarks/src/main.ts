import { availableParallelism, cpus, loadavg } from "node:os";
import { type Benchmark, type Comparison, isMet } from "./benchmark.js";
import { getStateBenchmark } from "./get-state/get-state.js";
import { processingFirstSyncBenchmark } from "./processing/first-sync.js";
import { processingMariadbBenchmark } from "./processing/mariadb.js";
import { processingPostgresBenchmark } from "./processing/postgres.js";
import { processingSqliteBenchmark } from "./processing/sqlite.js";
import { processingSyncBenchmark } from "./processing/sync.js";
import { reconciliationBenchmark } from "./reconciliation/reconciliation.js";
import { streebogBenchmark } from "./streebog/streebog.js";
import { xadesBenchmark } from "./xades/xades.js";

const benchmarks: readonly Benchmark[] = [
  streebogBenchmark,
  xadesBenchmark,
  getStateBenchmark,
  reconciliationBenchmark,
  processingSqliteBenchmark,
  processingPostgresBenchmark,
  processingMariadbBenchmark,
  processingSyncBenchmark,
  processingFirstSyncBenchmark,
];

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !benchmarks.some((benchmark) => benchmark.name === name));
if (unknown.length > 0) {
  console.error(`No benchmark ${unknown.join(", ")}; there are ${benchmarks.map(({ name }) => name).join(", ")}.`);
  process.exit(2);
}

console.log(`Node ${process.version}, ${availableParallelism()} × ${cpus()[0]?.model ?? "unknown processor"}`);
console.log(`Load before the run: ${loadavg()[0]?.toFixed(2)}\n`);

let missed = 0;
for (const benchmark of benchmarks) {
  if (wanted.length > 0 && !wanted.includes(benchmark.name)) continue;
  for (const comparison of await benchmark.run()) {
    print(comparison);
    if (!isMet(comparison)) missed += 1;
  }
}
process.exitCode = missed > 0 ? 1 : 0;

function print(comparison: Comparison): void {
  const { name, figures, ratio, target } = comparison;
  console.log(`${isMet(comparison) ? "met   " : "MISSED"}  ${name}`);
  console.log(`        ratio ${ratio.toFixed(3)}, ${comparison.comparison} ${target}`);
  for (const [figure, value] of Object.entries(figures)) console.log(`        ${figure}: ${value}`);
}
