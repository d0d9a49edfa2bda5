import { closeSync, fdatasyncSync, openSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { setTimeout as delay } from "node:timers/promises";
import { type LoadFigures, latencyFigures } from "./latencies.js";

const blockBytes = 8192;
const probeMs = 250;
const pauseMs = 500;
/** Disks of rented machines slow down for a while after heavy writing; the best rate of the run says what healthy is. */
const healthyShare = 0.7;
/** How long all gates of a run wait together; then they let pass, and the figures say so. */
const patienceMs = 60_000;

/** The disk under the databases: its floor for a durable write, and whether it is fit to be measured on. */
export interface Disk {
  /** Writes 8 KiB and waits until it is on disk, again and again: nothing durable is done faster one by one. */
  measureFloor(durationMs: number): LoadFigures;
  /** Resolves when writes are about as fast as they were at their best in this run, or when all patience is spent. */
  untilHealthy(): Promise<void>;
  /** How the disk was at each gate, for the figures. */
  figures(): { readonly diskBestWritesPerSecond: number; readonly gatesPassedUnhealthy: number };
}

/** Looks at the disk that holds `folder`. */
export function createDisk(folder: string): Disk {
  let best = 0;
  let unhealthy = 0;
  let waitedMs = 0;
  const measureFloor = (durationMs: number): LoadFigures => {
    const figures = writeFor(join(folder, "floor.bin"), durationMs);
    best = Math.max(best, figures.perSecond);
    return figures;
  };
  return {
    measureFloor,
    async untilHealthy() {
      while (measureFloor(probeMs).perSecond < best * healthyShare) {
        if (waitedMs >= patienceMs) {
          unhealthy += 1;
          return;
        }
        await delay(pauseMs);
        waitedMs += pauseMs + probeMs;
      }
    },
    figures: () => ({ diskBestWritesPerSecond: Math.round(best), gatesPassedUnhealthy: unhealthy }),
  };
}

function writeFor(path: string, durationMs: number): LoadFigures {
  const block = Buffer.alloc(blockBytes, 1);
  const file = openSync(path, "w");
  try {
    const latencies: number[] = [];
    const start = performance.now();
    for (let position = 0; performance.now() - start < durationMs; position += blockBytes) {
      const before = performance.now();
      writeSync(file, block, 0, blockBytes, position % (1 << 26));
      fdatasyncSync(file);
      latencies.push(performance.now() - before);
    }
    return latencyFigures(latencies, performance.now() - start);
  } finally {
    closeSync(file);
    rmSync(path);
  }
}
