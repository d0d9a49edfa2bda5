import type { PagedRun } from "../page-options.js";
import type { ProcessingArchive } from "../ports/archive.js";
import type { StoreTransaction } from "../ports/store.js";
import { moveCursors } from "../storage/cursors.js";
import type { NodeStorage } from "../storage/node-storage.js";
import { readNewRecords } from "./new-records.js";

/** The counter that says up to which update number of a shard the archive has the accounts. */
const accountCursor = "archive:accounts";

/** Archives the accounts that changed, as they are now, at most `limit`, and moves the cursors. */
export async function archiveAccounts(
  storage: NodeStorage,
  archive: ProcessingArchive,
  run: PagedRun,
): Promise<{ readonly count: number; readonly isLast: boolean }> {
  const page = (transaction: StoreTransaction) =>
    readNewRecords(transaction, {
      counter: "feed",
      cursor: accountCursor,
      limit: run.limit,
      range: (query) => transaction.range("accounts", "byFeed", query),
      numberOf: ({ updateNo }) => updateNo,
    });
  const { records: accounts, moves, isLast } = await storage.snapshot(page, run);
  if (accounts.length > 0) await archive.put({ documents: [], postings: [], accounts }, { signal: run.signal });
  if (moves.length > 0) {
    await storage.background((transaction) => moveCursors(transaction, accountCursor, moves), run);
  }
  return { count: accounts.length, isLast };
}
