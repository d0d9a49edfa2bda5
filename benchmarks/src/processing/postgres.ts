import { openPostgres } from "@opora/sql/postgres";
import type { Benchmark } from "../benchmark.js";
import { measureCallers } from "./callers.js";
import { claimAll } from "./claims.js";
import { createDisk } from "./disk.js";
import { benchmarkAccountIds, openMeasuredLedger, randomAccountId } from "./our-ledger.js";
import { preparePgbench } from "./pgbench.js";
import { openPostgresRoundTrips } from "./round-trips.js";
import { describeFigures, measureInRounds } from "./rounds.js";
import { createPostgresDatabase, withDatabase } from "./servers.js";
import { withFolder } from "./with-folder.js";

const rounds = 5;
const durationMs = 2000;

/** The ledger on PostgreSQL beside the same posting in five round trips, and beside PostgreSQL's own benchmark. */
export const processingPostgresBenchmark: Benchmark = {
  name: "processing-postgres",
  run: () =>
    withFolder((folder) =>
      withDatabase(createPostgresDatabase, (ours) =>
        withDatabase(createPostgresDatabase, (peers) => compare(folder, ours, peers)),
      ),
    ),
};

async function compare(folder: string, ourUrl: string, peerUrl: string) {
  const pgbench = await preparePgbench(peerUrl);
  const peer = await openPostgresRoundTrips({ url: peerUrl, connections: 32, accountIds: benchmarkAccountIds });
  const ledger = await openMeasuredLedger(await openPostgres({ url: ourUrl }));
  const anywhere = (callers: number) => measureCallers(() => ledger.postAnywhere(), { callers, durationMs });
  const disk = createDisk(folder);
  disk.measureFloor(durationMs);
  await anywhere(256);
  const measured = await measureInRounds(disk, rounds, {
    floor: () => disk.measureFloor(durationMs / 2),
    roundTrips32: () => measureCallers(() => peer.post(randomAccountId()), { callers: 32, durationMs }),
    pgbench32: () => pgbench.measure(durationMs),
    callers32: () => anywhere(32),
    callers256: () => anywhere(256),
    hotAccount256: () => measureCallers(() => ledger.postToHotAccount(), { callers: 256, durationMs }),
  });
  await ledger.close();
  await peer.close();
  const { floor, roundTrips32, pgbench32, callers32, callers256, hotAccount256 } = measured;
  const on = "Ledger on PostgreSQL";
  return claimAll(
    [
      [`${on}: 32 callers to five round trips on 32 connections`, callers32.perSecond / roundTrips32.perSecond, 3],
      [`${on}: 256 callers to five round trips on 32 connections`, callers256.perSecond / roundTrips32.perSecond, 6],
      [`${on}: 256 callers to pgbench tpcb-like with 32 clients`, callers256.perSecond / pgbench32.perSecond, 3],
      [`${on}, 32 callers: p99 to the p50 of a bare write`, callers32.p99Ms / floor.p50Ms, 20, "at most"],
      [`${on}, 256 callers: one account to 10,000`, hotAccount256.perSecond / callers256.perSecond, 0.7],
    ],
    { ...describeFigures(measured), pgbenchScale: pgbench.scale, ...disk.figures() },
  );
}
