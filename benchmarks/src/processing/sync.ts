import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { openMysql } from "@opora/sql/mysql";
import { openPostgres } from "@opora/sql/postgres";
import { openSqlite } from "@opora/sql/sqlite";
import type { Benchmark, Comparison } from "../benchmark.js";
import { type BareInsert, openBareMariadb, openBarePostgres, openBareSqlite } from "./bare-insert.js";
import { createDisk } from "./disk.js";
import { newDocumentId } from "./document-ids.js";
import { median } from "./latencies.js";
import { openAccounts } from "./our-ledger.js";
import { createMariadbDatabase, createPostgresDatabase, withDatabase } from "./servers.js";
import { openSyncPath, recordDocuments, type SyncPath, type SyncPathDatabases, synchroniseFully } from "./sync-path.js";
import { withFolder } from "./with-folder.js";

const rounds = 3;
const documents = 30_000;
const accounts = 100_000;
const bareOptions = { documents, documentsInTransaction: 3000 };

/**
 * 30,000 documents from a child through the root into the archive and back to the child's accounts, over HTTP, beside a
 * bare insert of as many documents into each of the three databases. The child has SQLite, the root PostgreSQL, the
 * archive MariaDB.
 */
export const processingSyncBenchmark: Benchmark = {
  name: "processing-sync",
  run: () =>
    withFolder((folder) =>
      withDatabase(createPostgresDatabase, (rootUrl) =>
        withDatabase(createMariadbDatabase, (archiveUrl) =>
          withDatabase(createPostgresDatabase, (barePostgresUrl) =>
            withDatabase(createMariadbDatabase, async (bareMariadbUrl) => {
              const databases: SyncPathDatabases = {
                child: await openSqlite({ path: join(folder, "child.db") }),
                root: await openPostgres({ url: rootUrl }),
                archive: await openMysql({ url: archiveUrl }),
              };
              const peers = {
                bareSqlite: await openBareSqlite(join(folder, "bare.db"), bareOptions),
                barePostgres: await openBarePostgres(barePostgresUrl, bareOptions),
                bareMariadb: await openBareMariadb(bareMariadbUrl, bareOptions),
              };
              return compare(folder, databases, peers);
            }),
          ),
        ),
      ),
    ),
};

async function compare(
  folder: string,
  databases: SyncPathDatabases,
  peers: Readonly<Record<string, BareInsert>>,
): Promise<readonly Comparison[]> {
  const path = await openSyncPath(databases);
  const accountIds = Array.from({ length: accounts }, newDocumentId);
  await openAccounts(path.root.ledger, accountIds);
  await synchroniseFully(path);
  const disk = createDisk(folder);
  disk.measureFloor(1000);
  const rates: Record<string, number[]> = { synchronisation: [] };
  for (const name of Object.keys(peers)) rates[name] = [];
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, peer] of Object.entries(peers)) {
      await disk.untilHealthy();
      rates[name]?.push(await peer.measure());
    }
    await recordDocuments(path.child, accountIds, documents);
    await disk.untilHealthy();
    rates["synchronisation"]?.push(await measure(path));
  }
  await path.close();
  for (const peer of Object.values(peers)) await peer.close();

  const medians = Object.fromEntries(Object.entries(rates).map(([name, values]) => [name, median(values)]));
  const slowest = Math.min(...Object.keys(peers).map((name) => medians[name] ?? 0));
  const figures = Object.entries(medians).map(([name, rate]) => [`${name}DocumentsPerSecond`, Math.round(rate)]);
  return [
    {
      name: "Synchronisation end to end over HTTP, pages of 3000: documents to a bare insert on the slowest database",
      figures: { ...Object.fromEntries(figures), ...disk.figures() },
      ratio: (medians["synchronisation"] ?? 0) / slowest,
      target: 0.5,
      comparison: "at least",
    },
  ];
}

async function measure(path: SyncPath): Promise<number> {
  const start = performance.now();
  await synchroniseFully(path);
  return (documents * 1000) / (performance.now() - start);
}
