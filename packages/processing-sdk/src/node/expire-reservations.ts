import { expireReservations } from "../ledger/expire-reservations.js";
import type { LedgerContext } from "../ledger/ledger-context.js";
import { type PagedRun, workPages } from "../page-options.js";
import type { NodeStorage } from "../storage/node-storage.js";

/** What a run that ends reservations did. */
export interface ExpiryReport {
  readonly expired: number;
  /** Whether none was left whose time is over. */
  readonly isFinished: boolean;
}

/** Ends reservations whose time is over, page by page. */
export async function runExpiry(storage: NodeStorage, context: LedgerContext, run: PagedRun): Promise<ExpiryReport> {
  let expired = 0;
  const isFinished = await workPages(run, async () => {
    const count = await storage.background(
      (transaction) => expireReservations(context, transaction, { limit: run.limit }),
      { signal: run.signal },
    );
    expired += count;
    return count < run.limit ? "last" : "more";
  });
  return { expired, isFinished };
}
