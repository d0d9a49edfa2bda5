import {
  type AnyRecord,
  checkKey,
  checkRange,
  checkRangeEach,
  ProcessingError,
  type RecordValue,
  type StoreTransaction,
  type TableName,
  type TransactionMode,
} from "@opora/processing-sdk";
import { applyChange, type UndoLog, undo } from "./apply-change.js";
import type { MemoryTable } from "./memory-table.js";

/** A transaction on tables that nobody else works on meanwhile. */
export interface MemoryTransaction {
  readonly transaction: StoreTransaction;
  /** Refuses further calls; throws what a call failed with, if one did. */
  finish(): void;
  /** Refuses further calls and undoes what was done. */
  rollBack(): void;
}

/** Begins a transaction. */
export function beginMemoryTransaction(
  tables: ReadonlyMap<TableName, MemoryTable>,
  mode: TransactionMode,
  signal: AbortSignal | undefined,
): MemoryTransaction {
  const log: UndoLog = [];
  let failure: { readonly error: unknown } | undefined;
  let hasEnded = false;

  /** Runs a call to its end at once: so calls follow each other, and nothing comes between the parts of one. */
  async function call<Answer>(work: () => Answer): Promise<Answer> {
    if (hasEnded) throw new ProcessingError("PROCESSING_CLOSED", "The transaction has ended; nothing can follow it.");
    if (failure !== undefined) throw failure.error;
    try {
      signal?.throwIfAborted();
      return work();
    } catch (error) {
      failure = { error };
      throw error;
    }
  }

  const tableOf = (name: TableName): MemoryTable => {
    const table = tables.get(name);
    if (table === undefined) throw invalid(`There is no table "${name}"`, "table");
    return table;
  };
  const requireWriting = (what: string): void => {
    if (mode === "snapshot") throw invalid(`A snapshot ${what}`, "mode");
  };

  return {
    transaction: {
      read: (name, keys, options) =>
        call(() => {
          if (options?.lock !== undefined) requireWriting("takes no locks");
          const table = tableOf(name);
          return (keys as readonly (readonly RecordValue[])[]).map((key) => {
            checkKey(name, key);
            return table.get(table.placeOf(key));
          }) as never;
        }),
      range: (name, order, query) =>
        call(() => {
          const table = tableOf(name);
          checkRange(name, order, query);
          return table.range(order, query) as readonly AnyRecord[] as never;
        }),
      rangeEach: (name, order, prefixes, limit) =>
        call(() => {
          const table = tableOf(name);
          checkRangeEach(name, order, prefixes, limit);
          return prefixes.map((prefix) => table.range(order, { prefix, limit })) as readonly AnyRecord[][] as never;
        }),
      write: (changes) =>
        call(() => {
          requireWriting("changes nothing");
          for (const change of changes) applyChange(tableOf(change.table), change, log);
        }),
    },
    finish() {
      hasEnded = true;
      if (failure !== undefined) throw failure.error;
    },
    rollBack() {
      hasEnded = true;
      undo(log);
    },
  };
}

function invalid(message: string, path: string): ProcessingError {
  return new ProcessingError("PROCESSING_OPTIONS_INVALID", `${message}.`, { details: { path } });
}
