import {
  ProcessingError,
  type ProcessingStore,
  type StoreTransaction,
  type TransactionMode,
} from "@opora/processing-sdk";

/** The process "died" here; everything that it asks of its store from then on fails with the same. */
export class CrashError extends Error {
  override readonly name = "CrashError";
}

/** A place where a process can die, or lose its database. Every call of the store counts. */
export interface CrashPoint {
  /** From 1 on. */
  readonly number: number;
  readonly step: "begin" | "read" | "range" | "write" | "before commit" | "after commit";
  readonly mode: TransactionMode;
  /** Of a read or a range. */
  readonly table?: string;
}

/** Options of {@link createCrashingStore}. */
export interface CrashingStoreOptions {
  /** The number of the point where it happens, from 1 on, or a function that says so. Default: never. */
  readonly crashAt?: number | ((point: CrashPoint) => boolean);
  /**
   * `crash` (default): the process dies, once and for all. `connection-lost`: the database is away for this call: it fails
   * with `PROCESSING_STORE_UNAVAILABLE`, a commit with `PROCESSING_OUTCOME_UNKNOWN`, and the next one works again.
   */
  readonly fault?: "crash" | "connection-lost";
}

/** A store that fails at a chosen point. */
export interface CrashingStore extends ProcessingStore {
  /** The points passed so far, in order, the fatal one included. */
  passed(): readonly CrashPoint[];
  readonly hasCrashed: boolean;
}

/**
 * Puts a fault in front of a store. Up to `before commit` nothing of the transaction is kept; at `after commit` everything is
 * kept and only the answer is lost. Run the same work with each point in turn, start anew on the same store, and look at what
 * it holds.
 *
 * @example
 * ```ts
 * const memory = createMemoryStore();
 * const store = createCrashingStore(memory, { crashAt: 7 });
 * ```
 */
export function createCrashingStore(store: ProcessingStore, options: CrashingStoreOptions = {}): CrashingStore {
  const unknownKey = Object.keys(options).find((key) => key !== "crashAt" && key !== "fault");
  if (unknownKey !== undefined) {
    throw new ProcessingError("PROCESSING_OPTIONS_INVALID", `${unknownKey} is not an option of createCrashingStore.`, {
      details: { path: unknownKey },
    });
  }
  const { crashAt, fault = "crash" } = options;
  const points: CrashPoint[] = [];
  let death: CrashError | undefined;

  const isFatal = (point: CrashPoint): boolean =>
    typeof crashAt === "function" ? crashAt(point) : point.number === crashAt;

  function pass(step: CrashPoint["step"], mode: TransactionMode, table?: string): void {
    if (death !== undefined) throw death;
    const point: CrashPoint = { number: points.length + 1, step, mode, ...(table !== undefined && { table }) };
    points.push(point);
    if (!isFatal(point)) return;
    if (fault === "connection-lost") throw connectionLost(point);
    death = new CrashError(`The process died at point ${point.number} (${step}).`);
    throw death;
  }

  return {
    passed: () => [...points],
    get hasCrashed() {
      return death !== undefined;
    },
    async transaction(mode, work, transactionOptions) {
      pass("begin", mode);
      const result = await store.transaction(
        mode,
        async (transaction) => {
          const { guarded, rethrowFault } = guard(transaction, (step, table) => pass(step, mode, table));
          const done = await work(guarded);
          rethrowFault();
          pass("before commit", mode);
          return done;
        },
        transactionOptions,
      );
      pass("after commit", mode);
      return result;
    },
    close: () => store.close(),
  };
}

/** Passes a point before each call. A fault ends the transaction, even when the work catches it. */
function guard(
  transaction: StoreTransaction,
  pass: (step: "read" | "range" | "write", table?: string) => void,
): { readonly guarded: StoreTransaction; readonly rethrowFault: () => void } {
  let fault: { readonly error: unknown } | undefined;
  const passOnce = (step: "read" | "range" | "write", table?: string): void => {
    if (fault !== undefined) throw fault.error;
    try {
      pass(step, table);
    } catch (error) {
      fault = { error };
      throw error;
    }
  };
  return {
    guarded: {
      async read(table, keys, options) {
        passOnce("read", table);
        return transaction.read(table, keys, options);
      },
      async range(table, order, query) {
        passOnce("range", table);
        return transaction.range(table, order, query);
      },
      async rangeEach(table, order, prefixes, limit) {
        passOnce("range", table);
        return transaction.rangeEach(table, order, prefixes, limit);
      },
      async write(changes) {
        passOnce("write");
        return transaction.write(changes);
      },
    },
    rethrowFault: () => {
      if (fault !== undefined) throw fault.error;
    },
  };
}

function connectionLost({ number, step }: CrashPoint): ProcessingError {
  const where = `The connection was lost at point ${number} (${step}).`;
  return step === "before commit" || step === "after commit"
    ? new ProcessingError("PROCESSING_OUTCOME_UNKNOWN", where, { retryable: true, outcome: "unknown" })
    : new ProcessingError("PROCESSING_STORE_UNAVAILABLE", where, { retryable: true });
}
