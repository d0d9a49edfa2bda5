import { join } from "node:path";
import { openSqlite } from "@opora/sql/sqlite";
import type { Benchmark } from "../benchmark.js";
import { measureCallers } from "./callers.js";
import { claimAll } from "./claims.js";
import { createDisk } from "./disk.js";
import { openMeasuredLedger } from "./our-ledger.js";
import { describeFigures, measureInRounds } from "./rounds.js";
import { withFolder } from "./with-folder.js";

const rounds = 7;
const durationMs = 1500;

/** The ledger on SQLite beside the bare disk and beside itself: one caller, 32 and 1,000; many accounts and a single one. */
export const processingSqliteBenchmark: Benchmark = {
  name: "processing-sqlite",
  run: () =>
    withFolder(async (folder) => {
      const ledger = await openMeasuredLedger(await openSqlite({ path: join(folder, "ledger.db") }));
      const disk = createDisk(folder);
      const anywhere = (callers: number) => measureCallers(() => ledger.postAnywhere(), { callers, durationMs });
      const hot = (callers: number) => measureCallers(() => ledger.postToHotAccount(), { callers, durationMs });
      disk.measureFloor(durationMs);
      await anywhere(1000);
      const measured = await measureInRounds(disk, rounds, {
        floor: () => disk.measureFloor(durationMs),
        callers1: () => anywhere(1),
        callers32: () => anywhere(32),
        callers1000: () => anywhere(1000),
        hotAccount32: () => hot(32),
        hotAccount1000: () => hot(1000),
      });
      await ledger.close();
      const { floor, callers1, callers32, callers1000, hotAccount32, hotAccount1000 } = measured;
      const on = "Ledger on SQLite";
      return claimAll(
        [
          [`${on}, 1 caller: rate to bare writes of 8 KiB`, callers1.perSecond / floor.perSecond, 0.45],
          [`${on}: rate of 32 callers to that of 1`, callers32.perSecond / callers1.perSecond, 5],
          [`${on}: rate of 1,000 callers to that of 1`, callers1000.perSecond / callers1.perSecond, 10],
          [`${on}, 32 callers: p99 to the p50 of a bare write`, callers32.p99Ms / floor.p50Ms, 20, "at most"],
          [`${on}, 32 callers: one account to 10,000`, hotAccount32.perSecond / callers32.perSecond, 0.7],
          [`${on}, 1,000 callers: one account to 10,000`, hotAccount1000.perSecond / callers1000.perSecond, 0.7],
        ],
        { ...describeFigures(measured), ...disk.figures() },
      );
    }),
};
