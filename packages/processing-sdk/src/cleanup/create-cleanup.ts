import { toPagedRun } from "../page-options.js";
import { readCounter } from "../storage/cursors.js";
import { cleanDocuments } from "./clean-documents.js";
import { cleanEvents, cleanImportResults, cleanReservations } from "./clean-others.js";
import type { Cleanup, CleanupOptions } from "./cleanup.js";
import { cleanupDue } from "./cleanup-due.js";

/** The counter that says when cleanup finished last, in milliseconds. */
const finishedAt = { name: "cleanup:finishedAt", shard: "0" } as const;
const dayMs = 86_400_000;

/** Creates the cleanup of a node. */
export function createCleanup({ storage, context, rules }: CleanupOptions): Cleanup {
  const defaults = { pageSize: rules.pageSize, maxPages: rules.maxPages };

  const run: Cleanup["run"] = async (pages = {}) => {
    const paged = toPagedRun(pages, defaults, "Cleanup.run");
    const nowMs = context.clock.now().getTime();
    const before = (days: number): number => nowMs - days * dayMs;
    const parts = { storage, context, run: paged };
    const documents = await cleanDocuments(parts, {
      beforeMs: before(rules.documentRetentionDays),
      backups: rules.backups,
    });
    const reservations = await cleanReservations(parts, before(rules.reservationRetentionDays));
    const events = await cleanEvents(parts, before(rules.eventRetentionDays));
    const importResults = await cleanImportResults(parts, before(rules.importResultRetentionDays));
    return {
      documents: documents.documents,
      postings: documents.postings,
      reservations: reservations.count,
      events: events.count,
      importResults: importResults.count,
      retained: documents.retained,
      isFinished: [documents, reservations, events, importResults].every(({ isFinished }) => isFinished),
    };
  };

  return {
    run,
    async runIfDue(pages = {}) {
      const now = context.clock.now();
      const { name, shard } = finishedAt;
      const lastMs = await storage.snapshot((transaction) => readCounter(transaction, name, shard), pages);
      if (!cleanupDue(now, lastMs === 0n ? undefined : new Date(Number(lastMs)), rules.schedule)) return undefined;
      const report = await run(pages);
      if (report.isFinished) {
        const value = BigInt(context.clock.now().getTime());
        const done = [{ table: "counters", put: [{ name, shard, value }] } as const];
        await storage.background((transaction) => transaction.write(done), pages);
      }
      return report;
    },
  };
}
