/**
 * `seed <folder> <accounts>` opens accounts at a root, `sync <folder>` has a new child take them over, over HTTP. Both nodes
 * are in this process, whose peak of memory is printed with the time.
 */
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { openSqlite } from "@opora/sql/sqlite";
import { newDocumentId } from "./document-ids.js";
import { openAccounts } from "./our-ledger.js";
import { openSyncPath } from "./sync-path.js";

const [task, folder = "", accounts] = process.argv.slice(2);
const path = await openSyncPath({
  child: await openSqlite({ path: join(folder, "child.db") }),
  root: await openSqlite({ path: join(folder, "root.db") }),
  archive: await openSqlite({ path: join(folder, "archive.db") }),
});

if (task === "seed") {
  for (let opened = 0; opened < Number(accounts); opened += 10_000) {
    await openAccounts(path.root.ledger, Array.from({ length: 10_000 }, newDocumentId));
  }
} else {
  const start = performance.now();
  let pulled = 0;
  for (let isFinished = false; !isFinished; ) {
    const report = await path.child.sync.runSync();
    pulled += report.pulled;
    isFinished = report.isFinished;
  }
  const ms = performance.now() - start;
  console.log(JSON.stringify({ accounts: pulled, ms, peakKib: process.resourceUsage().maxRSS }));
}
await path.close();
