import { execFile } from "node:child_process";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { Benchmark } from "../benchmark.js";
import { claimAll } from "./claims.js";
import { createDisk } from "./disk.js";
import { withFolder } from "./with-folder.js";

const run = promisify(execFile);
const program = [...process.execArgv, fileURLToPath(new URL("first-sync-program.ts", import.meta.url))];
const few = 100_000;
const many = 1_000_000;
const rounds = 3;

/** A new child takes over a million accounts, beside one that takes over a tenth of them: SQLite on both sides, HTTP. */
export const processingFirstSyncBenchmark: Benchmark = {
  name: "processing-first-sync",
  run: () =>
    withFolder((fewFolder) =>
      withFolder(async (manyFolder) => {
        await callProgram("seed", fewFolder, few);
        await callProgram("seed", manyFolder, many);
        const disk = createDisk(fewFolder);
        disk.measureFloor(1000);
        let [best100k, best1M]: readonly (Measured | undefined)[] = [];
        for (let round = 0; round < rounds; round += 1) {
          best100k = better(await firstSync(fewFolder, few), best100k);
          await disk.untilHealthy();
          if (round === 0) best1M = better(await firstSync(manyFolder, many), best1M);
        }
        if (best100k === undefined || best1M === undefined) throw new Error("Nothing was measured.");
        const figures = {
          msOf100k: Math.round(best100k.ms),
          msOf1M: Math.round(best1M.ms),
          accountsPerSecondOf1M: Math.round((many * 1000) / best1M.ms),
          peakMibOf100k: Math.round(best100k.peakKib / 1024),
          peakMibOf1M: Math.round(best1M.peakKib / 1024),
          ...disk.figures(),
        };
        const time = best1M.ms / many / (best100k.ms / few);
        return claimAll(
          [
            ["First synchronisation: time per account of 1,000,000 to that of 100,000", time, 1.3, "at most"],
            [
              "First synchronisation: peak memory of 1,000,000 accounts to that of 100,000",
              best1M.peakKib / best100k.peakKib,
              1.3,
              "at most",
            ],
          ],
          figures,
        );
      }),
    ),
};

interface Measured {
  readonly accounts: number;
  readonly ms: number;
  readonly peakKib: number;
}

async function firstSync(folder: string, accounts: number): Promise<Measured> {
  for (const file of ["child.db", "child.db-wal"]) await rm(join(folder, file), { force: true });
  const measured = JSON.parse(await callProgram("sync", folder, accounts)) as Measured;
  if (measured.accounts !== accounts) throw new Error(`${measured.accounts} accounts came instead of ${accounts}.`);
  return measured;
}

async function callProgram(task: "seed" | "sync", folder: string, accounts: number): Promise<string> {
  const { stdout } = await run(process.execPath, [...program, task, folder, String(accounts)]);
  return stdout;
}

function better(a: Measured, b: Measured = a): Measured {
  return { ...a, ms: Math.min(a.ms, b.ms), peakKib: Math.min(a.peakKib, b.peakKib) };
}
