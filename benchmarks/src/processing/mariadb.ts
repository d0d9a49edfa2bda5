import { openMysql } from "@opora/sql/mysql";
import type { Benchmark } from "../benchmark.js";
import { measureCallers } from "./callers.js";
import { claimAll } from "./claims.js";
import { createDisk } from "./disk.js";
import { benchmarkAccountIds, openMeasuredLedger, randomAccountId } from "./our-ledger.js";
import { openMariadbRoundTrips } from "./round-trips.js";
import { describeFigures, measureInRounds } from "./rounds.js";
import { createMariadbDatabase, withDatabase } from "./servers.js";
import { withFolder } from "./with-folder.js";

const rounds = 5;
const durationMs = 2000;

/** The ledger on MariaDB beside the same posting in five round trips. */
export const processingMariadbBenchmark: Benchmark = {
  name: "processing-mariadb",
  run: () =>
    withFolder((folder) =>
      withDatabase(createMariadbDatabase, (ours) =>
        withDatabase(createMariadbDatabase, (peers) => compare(folder, ours, peers)),
      ),
    ),
};

async function compare(folder: string, ourUrl: string, peerUrl: string) {
  const peer = await openMariadbRoundTrips({ url: peerUrl, connections: 32, accountIds: benchmarkAccountIds });
  const ledger = await openMeasuredLedger(await openMysql({ url: ourUrl }));
  const anywhere = (callers: number) => measureCallers(() => ledger.postAnywhere(), { callers, durationMs });
  const disk = createDisk(folder);
  disk.measureFloor(durationMs);
  await anywhere(256);
  const measured = await measureInRounds(disk, rounds, {
    floor: () => disk.measureFloor(durationMs / 2),
    roundTrips32: () => measureCallers(() => peer.post(randomAccountId()), { callers: 32, durationMs }),
    callers32: () => anywhere(32),
    callers256: () => anywhere(256),
    hotAccount256: () => measureCallers(() => ledger.postToHotAccount(), { callers: 256, durationMs }),
  });
  await ledger.close();
  await peer.close();
  const { roundTrips32, callers256, hotAccount256 } = measured;
  const on = "Ledger on MariaDB";
  return claimAll(
    [
      [`${on}: 256 callers to five round trips on 32 connections`, callers256.perSecond / roundTrips32.perSecond, 3],
      [`${on}, 256 callers: one account to 10,000`, hotAccount256.perSecond / callers256.perSecond, 0.7],
    ],
    { ...describeFigures(measured), ...disk.figures() },
  );
}
