import type { RangeQuery, StoreTransaction } from "../ports/store.js";
import { type CursorMoves, readCounters } from "../storage/cursors.js";

/** Records beyond the cursors of a reader, and where it stands when it has them. */
export interface NewRecords<Row> {
  readonly records: readonly Row[];
  readonly cursors: ReadonlyMap<string, bigint>;
  readonly moves: CursorMoves;
  /** Whether these are all. */
  readonly isLast: boolean;
}

/** How to read numbered records. */
export interface NumberedRecords<Row> {
  /** The counter that numbers them. */
  readonly counter: string;
  /** The counter with the cursors of the reader. */
  readonly cursor: string;
  /** Most records, over all shards. */
  readonly limit: number;
  readonly range: (query: RangeQuery) => Promise<readonly Row[]>;
  readonly numberOf: (record: Row) => bigint;
}

/** Reads the next records of every shard from one snapshot, at most `limit` in all. */
export async function readNewRecords<Row>(
  transaction: StoreTransaction,
  { counter, cursor, limit, range, numberOf }: NumberedRecords<Row>,
): Promise<NewRecords<Row>> {
  const cursors = await readCounters(transaction, cursor);
  const records: Row[] = [];
  const moves: CursorMoves[number][] = [];
  let isLast = true;
  for (const [shard, last] of await readCounters(transaction, counter)) {
    const from = cursors.get(shard) ?? 0n;
    if (from >= last) continue;
    const wanted = limit - records.length;
    const found = wanted === 0 ? [] : await range({ prefix: [shard], after: [from], limit: wanted });
    records.push(...found);
    // A page that is not full has everything up to the counter: numbers without a record are passed too.
    const end = found.at(-1);
    const to = found.length < wanted ? last : end === undefined ? from : numberOf(end);
    if (to < last) isLast = false;
    if (to > from) moves.push({ shard, from, to });
  }
  return { records, cursors, moves, isLast };
}
