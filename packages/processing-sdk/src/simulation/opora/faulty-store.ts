import { type Change, ProcessingError, type ProcessingStore, type StoreTransaction } from "@opora/processing-sdk";
import { CrashError } from "@opora/processing-sdk/testing";

/** The store of one life of a process, which may die and whose databases may be away. Every use of one counts. */
export interface FaultyStore {
  readonly store: ProcessingStore;
  readonly hasCrashed: boolean;
  /** The process dies at the `call`-th use from now on. */
  crashAt(call: number): void;
  /** The database is away from the `call`-th use from now on, for `calls` of them. */
  disconnectAt(call: number, calls: number): void;
  /** Nothing more goes wrong. */
  calm(): void;
  /** Counts a use of another database by the process: what goes wrong at it. */
  trip(use: Use): Error | undefined;
}

/** When in a transaction a database is used: after the commit only the answer can get lost. */
export type Use = "before the commit" | "at the commit";

/**
 * Puts the faults in front of a store, with the same points as `createCrashingStore`, and tells what each transaction has
 * committed, in their order. One layer for both: hundreds of thousands of transactions pass through it.
 */
export function createFaultyStore(
  inner: ProcessingStore,
  committed: (changes: readonly Change[]) => void,
): FaultyStore {
  let untilCrash = 0;
  let untilAway = 0;
  let untilBack = 0;
  let death: CrashError | undefined;

  /** What goes wrong at this use. */
  function trip(use: Use): Error | undefined {
    if (death !== undefined) return death;
    if (untilCrash > 0) {
      untilCrash -= 1;
      if (untilCrash === 0) {
        death = new CrashError("The simulated process died.");
        return death;
      }
    }
    if (untilBack === 0) return undefined;
    untilAway -= 1;
    untilBack -= 1;
    return untilAway > 0 ? undefined : connectionLost(use);
  }

  function guard(
    transaction: StoreTransaction,
    changes: Change[],
    broken: { error: Error | undefined },
  ): StoreTransaction {
    const use = <T>(work: () => Promise<T>): Promise<T> => {
      broken.error ??= trip("before the commit");
      return broken.error === undefined ? work() : Promise.reject(broken.error);
    };
    return {
      read: (table, keys, options) => use(() => transaction.read(table, keys, options)),
      range: (table, order, query) => use(() => transaction.range(table, order, query)),
      rangeEach: (table, order, prefixes, limit) => use(() => transaction.rangeEach(table, order, prefixes, limit)),
      write: (more) =>
        use(() => {
          changes.push(...more);
          return transaction.write(more);
        }),
    };
  }

  const store: ProcessingStore = {
    async transaction(mode, work, options) {
      const atBegin = trip("before the commit");
      if (atBegin !== undefined) throw atBegin;
      const changes: Change[] = [];
      const result = await inner.transaction(
        mode,
        async (transaction) => {
          const broken: { error: Error | undefined } = { error: undefined };
          const done = await work(guard(transaction, changes, broken));
          const failure = broken.error ?? trip("at the commit");
          if (failure !== undefined) throw failure;
          return done;
        },
        options,
      );
      if (changes.length > 0) committed(changes);
      const afterCommit = trip("at the commit");
      if (afterCommit !== undefined) throw afterCommit;
      return result;
    },
    close: () => inner.close(),
  };

  return {
    store,
    get hasCrashed() {
      return death !== undefined;
    },
    crashAt(call) {
      untilCrash = call;
    },
    disconnectAt(call, calls) {
      untilAway = call;
      untilBack = call + calls - 1;
    },
    calm() {
      untilCrash = 0;
      untilBack = 0;
    },
    trip,
  };
}

function connectionLost(use: Use): ProcessingError {
  return use === "at the commit"
    ? new ProcessingError("PROCESSING_OUTCOME_UNKNOWN", "The simulated connection was lost at the commit.", {
        retryable: true,
        outcome: "unknown",
      })
    : new ProcessingError("PROCESSING_STORE_UNAVAILABLE", "The simulated database is away.", { retryable: true });
}

/** Whether an error says that the process died. */
export function isCrash(error: unknown): boolean {
  return error instanceof CrashError || (error instanceof Error && error.cause instanceof CrashError);
}
