import { eventShard } from "../events/append-events.js";
import { eventCursor } from "../events/event-consumers.js";
import { readEvents } from "../events/event-log.js";
import type { LedgerContext } from "../ledger/ledger-context.js";
import { type PagedRun, workPages } from "../page-options.js";
import type { StoreTransaction } from "../ports/store.js";
import { moveCursors, readCounter, readCounters } from "../storage/cursors.js";
import type { NodeStorage } from "../storage/node-storage.js";

/** The consumer of events that counts them. */
const consumer = "monitor";
/** The counter with the numbers of events; its shards are their types. */
const counterName = "counted";

/** How many events of each type were counted. */
export function countedEvents(transaction: StoreTransaction): Promise<ReadonlyMap<string, bigint>> {
  return readCounters(transaction, counterName);
}

/** Adds new events to the counts, each exactly once. Resolves with how many there were. */
export async function countEvents(storage: NodeStorage, { nodeId }: LedgerContext, run: PagedRun): Promise<number> {
  let count = 0;
  await workPages(run, async () => {
    const found = await storage.background((transaction) => countPage(transaction, nodeId, run.limit), run);
    count += found;
    return found < run.limit ? "last" : "more";
  });
  return count;
}

async function countPage(transaction: StoreTransaction, nodeId: string, limit: number): Promise<number> {
  const cursor = eventCursor(consumer);
  const from = await readCounter(transaction, cursor, eventShard);
  const events = await readEvents(transaction, nodeId, from, limit);
  const last = events.at(-1);
  if (last === undefined) return 0;
  // The cursor first: of two instances with one page, the later one stops here.
  if (!(await moveCursors(transaction, cursor, [{ shard: eventShard, from, to: last.no }]))) return 0;
  const added = new Map<string, bigint>();
  for (const { type } of events) added.set(type, (added.get(type) ?? 0n) + 1n);
  const types = [...added].sort(([left], [right]) => (left < right ? -1 : 1));
  const counters = await transaction.read(
    "counters",
    types.map(([type]) => [counterName, type] as const),
    { lock: "update" },
  );
  const put = types.map(([shard, more], index) => ({
    name: counterName,
    shard,
    value: (counters[index]?.value ?? 0n) + more,
  }));
  await transaction.write([{ table: "counters", put }]);
  return events.length;
}
