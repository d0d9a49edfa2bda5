import type { TableDefinition } from "./record-value.js";

/**
 * A number that only grows. Issued numbers: `feed` (update numbers) and `documents` by shard, `events`. Cursors of those
 * who read them: `archive:accounts`, `archive:documents`, `totals:<club>` by shard, …
 *
 * Numbers are issued under a lock of their row as the last step of a transaction, so they become visible in their order.
 */
export type CounterRecord = {
  readonly name: string;
  readonly shard: string;
  readonly value: bigint;
};

export const counterTable = {
  fields: { name: { type: "id" }, shard: { type: "id" }, value: { type: "integer" } },
  key: ["name", "shard"],
  indexes: {},
} as const satisfies TableDefinition<CounterRecord>;
