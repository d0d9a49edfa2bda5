import type { RecordValue } from "../domain/records/record-value.js";
import type { OrderName, RecordKey, Records, TableName } from "../domain/records/tables.js";

/** What every method of a port takes last. */
export interface PortOptions {
  readonly signal?: AbortSignal | undefined;
}

/** Which records of a table to read in order. */
export interface RangeQuery {
  /** Values of the first fields of the order that all records share; may be empty. */
  readonly prefix: readonly RecordValue[];
  /** Only records beyond this one: values of further fields of the order (beyond in the direction of reading). */
  readonly after?: readonly RecordValue[];
  /** Only records up to this one, inclusive, in the direction of reading. */
  readonly through?: readonly RecordValue[];
  /** Most records returned, 1 to 10,000. */
  readonly limit: number;
  /** Default: `ascending`. Text is ordered by its bytes. */
  readonly direction?: "ascending" | "descending";
}

/** One change to one table. Changes of a call are carried out in their order. */
export type Change = { readonly [Table in TableName]: TableChange<Table> }[TableName];

/** A change to `Table`. A list may be empty; within one list no key occurs twice. */
export type TableChange<Table extends TableName> = { readonly table: Table } & (
  | {
      /** New records. A key that exists fails the transaction with `PROCESSING_STORE_CONFLICT`. */
      readonly insert: readonly Records[Table][];
    }
  | {
      /** Records to insert, or to put in place of those with the same key. */
      readonly put: readonly Records[Table][];
    }
  | {
      /** Some fields of records that exist, with their keys; the same fields in each. */
      readonly patch: readonly Partial<Records[Table]>[];
    }
  | {
      /** Keys of records to delete; absent ones are ignored. */
      readonly delete: readonly RecordKey<Table>[];
    }
  | {
      /** Deletes the records with this start of their key, up to the value of its next field, inclusive. */
      readonly deleteThrough: { readonly prefix: readonly RecordValue[]; readonly through: RecordValue };
    }
);

/** A transaction under way. Its calls run one after the other. After a failed call nothing of it is committed. */
export interface StoreTransaction {
  /**
   * Reads records by their keys; the result has the order and length of `keys`. With `lock: "update"` nobody else can
   * change or lock the existing ones until the transaction ends; they are locked in the order of their keys.
   */
  read<Table extends TableName>(
    table: Table,
    keys: readonly RecordKey<Table>[],
    options?: { readonly lock?: "update" },
  ): Promise<readonly (Records[Table] | undefined)[]>;
  /** Reads records in an order. */
  range<Table extends TableName>(
    table: Table,
    order: OrderName<Table>,
    query: RangeQuery,
  ): Promise<readonly Records[Table][]>;
  /**
   * Reads the records under each of 1 to 10,000 different starts of an order at once, where {@link range} would be asked
   * for each of them: the result has the order and length of `prefixes`, each list is in the order asked for and has at
   * most `limit` records (1 to 10,000). All prefixes have the same number of fields, at least one.
   */
  rangeEach<Table extends TableName>(
    table: Table,
    order: OrderName<Table>,
    prefixes: readonly (readonly RecordValue[])[],
    limit: number,
  ): Promise<readonly (readonly Records[Table][])[]>;
  /** Changes records. */
  write(changes: readonly Change[]): Promise<void>;
}

/** How a transaction sees the work of others. */
export type TransactionMode =
  /** Reads one consistent snapshot of the whole store; writes nothing. */
  | "snapshot"
  /** Reads what is committed, takes locks, writes. Two of them never lose each other's changes to locked records. */
  | "write";

/**
 * Where a node keeps its records: a small transactional store of ordered tables. All rules of the ledger and of the
 * protocol are above it and are the same for every store.
 *
 * Any number of transactions may be asked for at once; a store with one writer runs them in turn.
 */
export interface ProcessingStore {
  /**
   * Runs `work` and commits when it resolves; resolves after the commit is durable. When it rejects, nothing was changed.
   * It never runs `work` twice.
   *
   * @throws ProcessingError `PROCESSING_STORE_CONFLICT` (run it again), `PROCESSING_STORE_UNAVAILABLE` (nothing was done),
   * `PROCESSING_OUTCOME_UNKNOWN` (the commit may have happened), `PROCESSING_STORE_CORRUPT` (also a patch of an absent record),
   * `PROCESSING_MALFORMED_DOCUMENT` (a record or key that its table cannot hold), `PROCESSING_OPTIONS_INVALID` (a query out of
   * its limits, a change or a lock in a snapshot), `PROCESSING_CLOSED` (the store, or the transaction, has ended); the reason of
   * the signal; whatever `work` throws.
   */
  transaction<T>(
    mode: TransactionMode,
    work: (transaction: StoreTransaction) => Promise<T>,
    options?: PortOptions,
  ): Promise<T>;
  close(): Promise<void>;
}
