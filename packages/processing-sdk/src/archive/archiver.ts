import { z } from "zod";
import { checkOptions } from "../check-options.js";
import { type PageOptions, pageCountSchema, pageSizeSchema, toPagedRun, workPages } from "../page-options.js";
import type { ProcessingArchive } from "../ports/archive.js";
import type { NodeStorage } from "../storage/node-storage.js";
import { archiveAccounts } from "./archive-accounts.js";
import { archiveDocuments } from "./archive-documents.js";
import { type ArchiveGoal, hasReached, readGoal, writeWatermarks } from "./archive-goal.js";

/** What {@link createArchiver} needs. */
export interface ArchiverOptions {
  readonly storage: NodeStorage;
  readonly archive: ProcessingArchive;
  /** Most records in a page, 1 to 10,000. Default: 3000. */
  readonly pageSize?: number;
  /** Most pages in a run. Default: 20. */
  readonly maxPages?: number;
}

/** What a run of the archiver did. */
export interface ArchiveReport {
  readonly documents: number;
  readonly accounts: number;
  /** Origins whose `archived` watermark was moved. */
  readonly origins: number;
  /** Whether everything there was at the start of the run is archived. */
  readonly isCaughtUp: boolean;
}

/** Keeps the root's documents and accounts for good. Safe to run from several instances and to kill at any point. */
export interface Archiver {
  /** Archives what is new, page by page. */
  run(options?: PageOptions): Promise<ArchiveReport>;
}

const optionsSchema = z.strictObject({
  storage: z.custom<NodeStorage>(),
  archive: z.custom<ProcessingArchive>(),
  pageSize: pageSizeSchema.optional(),
  maxPages: pageCountSchema.optional(),
});

/**
 * Creates the archiver of a root. A page is put into the archive first and the cursor moves after it: whatever happens in
 * between, the page is put again, and the archive takes nothing twice.
 */
export function createArchiver(options: ArchiverOptions): Archiver {
  checkOptions(optionsSchema, options, "createArchiver");
  const { storage, archive, pageSize = 3000, maxPages = 20 } = options;
  /** Kept until it is reached, over any number of runs: else one that is always behind would move no watermark. */
  let goal: ArchiveGoal | undefined;

  return {
    async run(pages = {}) {
      const run = toPagedRun(pages, { pageSize, maxPages }, "Archiver.run");
      goal ??= await storage.snapshot(readGoal, run);
      const aim = goal;
      let documents = 0;
      let accounts = 0;
      let origins = 0;
      const isCaughtUp = await workPages(run, async () => {
        const page = await archiveDocuments(storage, archive, run);
        documents += page.count;
        if (goal !== undefined && hasReached(page.cursors, aim)) {
          origins += await writeWatermarks(storage, aim, run);
          goal = undefined;
        }
        const accountPage = await archiveAccounts(storage, archive, run);
        accounts += accountPage.count;
        return page.isLast && accountPage.isLast ? "last" : "more";
      });
      return { documents, accounts, origins, isCaughtUp };
    },
  };
}
