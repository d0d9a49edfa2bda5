import {
  type AnyRecord,
  checkRecord,
  ProcessingError,
  type ProcessingStore,
  type Records,
  type TableName,
  tables,
} from "@opora/processing-sdk";
import { createMemoryTable } from "./memory-table.js";
import { beginMemoryTransaction } from "./memory-transaction.js";
import { createTurns } from "./turns.js";

/** Every record of a store, by key. The records are frozen and may be shared. */
export type StoreDump = { readonly [Table in TableName]: readonly Records[Table][] };

/** A store that forgets everything with the process: for tests, simulations and demonstrations. */
export interface MemoryStore extends ProcessingStore {
  /** Everything that is committed: a backup. Waits for transactions under way. */
  dump(): Promise<StoreDump>;
  /** Replaces everything by what a dump holds. Waits for transactions under way. */
  restoreFrom(dump: StoreDump): Promise<void>;
}

/** Options of {@link createMemoryStore}. */
export interface MemoryStoreOptions {
  /** What the store holds from the beginning. Default: nothing. */
  readonly content?: StoreDump;
}

/**
 * Creates a store in memory. Its transactions run one after the other.
 *
 * @throws ProcessingError `PROCESSING_OPTIONS_INVALID`; `PROCESSING_MALFORMED_DOCUMENT` when `content` holds records that do
 * not fit their tables.
 * @example
 * ```ts
 * const store = createMemoryStore();
 * const backup = await store.dump();
 * ```
 */
export function createMemoryStore(options: MemoryStoreOptions = {}): MemoryStore {
  const unknownKey = Object.keys(options).find((key) => key !== "content");
  if (unknownKey !== undefined) {
    throw new ProcessingError("PROCESSING_OPTIONS_INVALID", `${unknownKey} is not an option of createMemoryStore.`, {
      details: { path: unknownKey },
    });
  }
  const names = Object.keys(tables) as TableName[];
  const byName = new Map(names.map((name) => [name, createMemoryTable(name)]));
  const turns = createTurns();

  function replaceContent(dump: StoreDump): void {
    for (const name of names) for (const record of dump[name] as readonly AnyRecord[]) checkRecord(name, record);
    for (const [name, table] of byName) {
      table.clear();
      for (const record of dump[name] as readonly AnyRecord[]) {
        table.swap(table.placeOfRecord(record), Object.isFrozen(record) ? record : Object.freeze({ ...record }));
      }
    }
  }
  if (options.content !== undefined) replaceContent(options.content);

  return {
    transaction: (mode, work, { signal } = {}) =>
      turns.take(async () => {
        const { transaction, finish, rollBack } = beginMemoryTransaction(byName, mode, signal);
        try {
          const result = await work(transaction);
          finish();
          signal?.throwIfAborted();
          return result;
        } catch (error) {
          rollBack();
          throw error;
        }
      }, signal),
    dump: () =>
      turns.take(async () => Object.fromEntries([...byName].map(([name, table]) => [name, table.all()])) as never),
    restoreFrom: (dump) => turns.take(async () => replaceContent(dump)),
    close: () => turns.close(),
  };
}
