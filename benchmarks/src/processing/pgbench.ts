import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { LoadFigures } from "./latencies.js";

const run = promisify(execFile);

/** PostgreSQL's own benchmark on one database. */
export interface Pgbench {
  readonly scale: number;
  /** The tpcb-like transaction by 32 prepared connections; its latencies are pgbench's mean. */
  measure(durationMs: number): Promise<LoadFigures>;
}

const clients = 32;
/**
 * With fewer branches than clients the transactions would wait for one another; with more, the tables only outgrow the
 * memory. The scale that pgbench's manual asks for is the one that is best for the peer.
 */
const scale = clients;

/** Fills the database with pgbench's tables. */
export async function preparePgbench(url: string): Promise<Pgbench> {
  await run("pgbench", ["--initialize", "--quiet", `--scale=${scale}`, url], { maxBuffer: 1 << 26 });
  return {
    scale,
    async measure(durationMs) {
      const seconds = String(Math.max(1, Math.round(durationMs / 1000)));
      const options = ["--no-vacuum", "--builtin=tpcb-like", "--protocol=prepared", "--jobs=2"];
      const { stdout } = await run("pgbench", [...options, `--client=${clients}`, `--time=${seconds}`, url]);
      const perSecond = figureOf(stdout, /tps = ([\d.]+) \(without initial connection time\)/);
      const latencyMs = figureOf(stdout, /latency average = ([\d.]+) ms/);
      return { perSecond, p50Ms: latencyMs, p99Ms: latencyMs };
    },
  };
}

function figureOf(output: string, pattern: RegExp): number {
  const figure = pattern.exec(output)?.[1];
  if (figure === undefined) throw new Error(`pgbench printed something else: ${output}`);
  return Number(figure);
}
