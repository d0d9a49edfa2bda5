import type { PageOptions } from "../page-options.js";
import type { ProcessingArchive } from "../ports/archive.js";
import type { NodeStorage } from "../storage/node-storage.js";

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
