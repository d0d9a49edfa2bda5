import type { Change, StoreTransaction } from "../ports/store.js";

/** Numbers wanted of a counter: `count` of them, at least 1. */
export interface NumbersWanted {
  /** For instance `feed`, `documents`, `events`. */
  readonly name: string;
  readonly shard: string;
  readonly count: number;
}

/** Numbers that were issued, and what has to be written for them. */
export interface IssuedNumbers {
  /** The first number of each range, in the order in which they were wanted; the others follow without a gap. */
  readonly firsts: readonly bigint[];
  /** Moves the counters: to be written in the same transaction. */
  readonly changes: readonly Change[];
}

/**
 * Takes ranges of numbers from several counters at once, each counter once, without writing yet: whoever writes anyway
 * saves a round trip. The counters stay locked until the transaction ends, so call it as the last step before the writes:
 * numbers then become visible in their order, without gaps.
 */
export async function lockNumbers(
  transaction: StoreTransaction,
  wanted: readonly NumbersWanted[],
): Promise<IssuedNumbers> {
  const counters = await transaction.read(
    "counters",
    wanted.map(({ name, shard }) => [name, shard] as const),
    { lock: "update" },
  );
  const firsts = counters.map((counter) => (counter?.value ?? 0n) + 1n);
  const moved = wanted.map(({ name, shard, count }, index) => ({
    name,
    shard,
    value: (counters[index]?.value ?? 0n) + BigInt(count),
  }));
  return {
    firsts,
    changes: [
      { table: "counters", patch: moved.filter((_, index) => counters[index] !== undefined) },
      // There was no row to lock: where two transactions create the counter at once, the insert of the later one fails.
      { table: "counters", insert: moved.filter((_, index) => counters[index] === undefined) },
    ],
  };
}

/**
 * Takes `count` numbers, at least 1, from a counter: locks its row, moves it, and returns the first of them. Call it as
 * the last step before the other writes of a transaction, shards in their order.
 */
export async function issueNumbers(
  transaction: StoreTransaction,
  name: string,
  shard: string,
  count: number,
): Promise<bigint> {
  const { firsts, changes } = await lockNumbers(transaction, [{ name, shard, count }]);
  await transaction.write(changes);
  return firsts[0] as bigint;
}
