import type { StoreTransaction } from "../ports/store.js";

/** Where a reader of numbered records stands, shard by shard. */
export type CursorMoves = readonly { readonly shard: string; readonly from: bigint; readonly to: bigint }[];

const mostShards = 10_000;

/** The values of a counter by shard; shards without a value are absent. */
export async function readCounters(transaction: StoreTransaction, name: string): Promise<ReadonlyMap<string, bigint>> {
  const counters = await transaction.range("counters", "key", { prefix: [name], limit: mostShards });
  return new Map(counters.map(({ shard, value }) => [shard, value]));
}

/** The value of a counter in one shard; 0 when there is none. */
export async function readCounter(transaction: StoreTransaction, name: string, shard: string): Promise<bigint> {
  const [counter] = await transaction.read("counters", [[name, shard]]);
  return counter?.value ?? 0n;
}

/**
 * Moves cursors of one name, all or none: not when one of them is no longer where the page was read from, because another
 * instance was faster. Resolves with whether they moved.
 */
export async function moveCursors(transaction: StoreTransaction, name: string, moves: CursorMoves): Promise<boolean> {
  const wanted = [...moves].sort((left, right) => (left.shard < right.shard ? -1 : 1));
  const keys = wanted.map(({ shard }) => [name, shard] as const);
  const counters = await transaction.read("counters", keys, { lock: "update" });
  if (wanted.some(({ from }, index) => (counters[index]?.value ?? 0n) !== from)) return false;
  const moved = wanted.map(({ shard, to }) => ({ name, shard, value: to }));
  await transaction.write([
    { table: "counters", patch: moved.filter((_, index) => counters[index] !== undefined) },
    { table: "counters", insert: moved.filter((_, index) => counters[index] === undefined) },
  ]);
  return true;
}

/** Raises a counter to a value; does nothing where it is there or beyond. */
export async function raiseCounter(
  transaction: StoreTransaction,
  name: string,
  shard: string,
  value: bigint,
): Promise<void> {
  const [counter] = await transaction.read("counters", [[name, shard]], { lock: "update" });
  if (counter === undefined) await transaction.write([{ table: "counters", insert: [{ name, shard, value }] }]);
  else if (counter.value < value) await transaction.write([{ table: "counters", patch: [{ name, shard, value }] }]);
}
