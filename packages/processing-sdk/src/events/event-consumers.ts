import type { StoreTransaction } from "../ports/store.js";

const cursorPrefix = "events:";
/** Sorts behind every name with the prefix. */
const behindCursors = "events;";

/** The counter that says how far a consumer of events has come. */
export function eventCursor(consumer: string): string {
  return `${cursorPrefix}${consumer}`;
}

/** How far the slowest consumer has come; `undefined` when there is none. */
export async function slowestConsumer(transaction: StoreTransaction): Promise<bigint | undefined> {
  const cursors = await transaction.range("counters", "key", {
    prefix: [],
    after: [cursorPrefix],
    through: [behindCursors],
    limit: 1000,
  });
  return cursors.reduce<bigint | undefined>(
    (least, { value }) => (least === undefined || value < least ? value : least),
    undefined,
  );
}
