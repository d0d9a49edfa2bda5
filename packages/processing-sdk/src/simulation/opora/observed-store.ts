import type { Change, ProcessingStore } from "@opora/processing-sdk";

/** Tells what each transaction of a store changed, in the order of commits. */
export function createObservedStore(
  store: ProcessingStore,
  committed: (changes: readonly Change[]) => void,
): ProcessingStore {
  return {
    async transaction(mode, work, options) {
      if (mode === "snapshot") return store.transaction(mode, work, options);
      const changes: Change[] = [];
      const result = await store.transaction(
        mode,
        (transaction) =>
          work({
            read: (table, keys, readOptions) => transaction.read(table, keys, readOptions),
            range: (table, order, query) => transaction.range(table, order, query),
            rangeEach: (table, order, prefixes, limit) => transaction.rangeEach(table, order, prefixes, limit),
            write: (more) => {
              changes.push(...more);
              return transaction.write(more);
            },
          }),
        options,
      );
      if (changes.length > 0) committed(changes);
      return result;
    },
    close: () => store.close(),
  };
}
