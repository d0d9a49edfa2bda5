import { slowestConsumer } from "../events/event-consumers.js";
import { readEvents } from "../events/event-log.js";
import { workPages } from "../page-options.js";
import type { StoreTransaction } from "../ports/store.js";
import type { CleaningParts } from "./clean-documents.js";

/** What cleaning one kind of records did. */
export interface CleanedRecords {
  readonly count: number;
  readonly isFinished: boolean;
}

const endedStatuses = ["captured", "released", "expired"] as const;

/** Deletes reservations that ended and whose time was over before an instant. Their ids stay in the registry. */
export async function cleanReservations(parts: CleaningParts, beforeMs: number): Promise<CleanedRecords> {
  let count = 0;
  let isFinished = true;
  for (const status of endedStatuses) {
    const cleaned = await cleanPages(parts, async (transaction) => {
      const found = await transaction.range("reservations", "byExpiry", {
        prefix: [status],
        through: [beforeMs],
        limit: parts.run.limit,
      });
      await transaction.write([{ table: "reservations", delete: found.map(({ id }) => [id] as const) }]);
      return found.length;
    });
    count += cleaned.count;
    isFinished &&= cleaned.isFinished;
  }
  return { count, isFinished };
}

/** Deletes events that were told before an instant and that every consumer has. */
export function cleanEvents(parts: CleaningParts, beforeMs: number): Promise<CleanedRecords> {
  const { nodeId } = parts.context;
  return cleanPages(parts, async (transaction) => {
    const slowest = await slowestConsumer(transaction);
    const found = await readEvents(transaction, nodeId, 0n, parts.run.limit);
    const firstNeeded = found.findIndex(({ no, atMs }) => atMs >= beforeMs || (slowest !== undefined && no > slowest));
    const old = firstNeeded < 0 ? found : found.slice(0, firstNeeded);
    const last = old.at(-1);
    if (last !== undefined) {
      await transaction.write([{ table: "events", deleteThrough: { prefix: [nodeId], through: last.no } }]);
    }
    return old.length;
  });
}

/** Deletes the results of external documents that were imported before an instant. Their ids stay known by the documents. */
export function cleanImportResults(parts: CleaningParts, beforeMs: number): Promise<CleanedRecords> {
  return cleanPages(parts, async (transaction) => {
    const found = await transaction.range("importResults", "byTime", {
      prefix: ["imported"],
      through: [beforeMs],
      limit: parts.run.limit,
    });
    const keys = found.map(({ source, externalNumber }) => [source, externalNumber] as const);
    await transaction.write([{ table: "importResults", delete: keys }]);
    return found.length;
  });
}

/** Works until a page is not full. */
async function cleanPages(
  { storage, run }: CleaningParts,
  page: (transaction: StoreTransaction) => Promise<number>,
): Promise<CleanedRecords> {
  let count = 0;
  const isFinished = await workPages(run, async () => {
    const cleaned = await storage.background(page, run);
    count += cleaned;
    return cleaned < run.limit ? "last" : "more";
  });
  return { count, isFinished };
}
