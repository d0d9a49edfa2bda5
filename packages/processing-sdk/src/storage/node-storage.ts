import type { PortOptions, StoreTransaction } from "../ports/store.js";

/**
 * How everything inside a node reaches its store. Work may be run more than once (after a conflict, or when the database
 * was away), so it has no effect outside its transaction. Writes of one node run one at a time: callers that wait for an
 * answer first, background pages between them.
 */
export interface NodeStorage {
  /** A write that a caller waits for: it waits for at most one background page. */
  online<T>(work: StoreWork<T>, options?: PortOptions): Promise<T>;
  /** A page of background work. Keep it short: at most a page of records. */
  background<T>(work: StoreWork<T>, options?: PortOptions): Promise<T>;
  /** Reads from one snapshot, beside any writes. */
  snapshot<T>(work: StoreWork<T>, options?: PortOptions): Promise<T>;
}

/** Work in a transaction. */
export type StoreWork<T> = (transaction: StoreTransaction) => Promise<T>;
