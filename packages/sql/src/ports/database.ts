import type { Kysely } from "kysely";
import type { SqlEngine } from "../domain/engine.js";
import type { SqlParameter, SqlRow } from "../domain/values.js";

/** Tables known to a query builder that nobody has told of any. Say which ones with `query.withTables<…>()`. */
export type NoTables = Record<never, never>;

/** The answer to a statement. */
export interface SqlResult<Row = SqlRow> {
  readonly rows: readonly Row[];
  /** Rows inserted, updated (found, whether their values changed or not) or deleted; 0 for a statement that only reads. */
  readonly affectedRows: number;
}

/** Options of {@link SqlDatabase.execute} and {@link SqlDatabase.session}. */
export interface ExecuteOptions {
  /** Stops waiting. A change that was under way may have been carried out: put it into a transaction to know. */
  readonly signal?: AbortSignal;
}

/** What statements are sent to: the database, or a transaction on it. */
export interface SqlExecutor {
  readonly engine: SqlEngine;
  /**
   * The query builder: `executor.query.withTables<Tables>().selectFrom(…)`, where `Tables` is a type alias (an interface
   * will not do). It opens no transactions and no streams.
   */
  readonly query: Kysely<NoTables>;
  /**
   * Sends a statement in the engine's own words, with its own placeholders (`?`, on PostgreSQL `$1`). With parameters it
   * is prepared once per connection and reused, so the text should be a constant: this is the way for set-based
   * statements on a hot path.
   *
   * @throws {@link SqlError}
   */
  execute<Row = SqlRow>(statement: string, parameters?: readonly SqlParameter[]): Promise<SqlResult<Row>>;
}

/**
 * A transaction under way. Its statements run one after the other. A failed statement ends it on every engine: whatever
 * follows is refused, and nothing is committed even if the error was caught.
 */
export interface SqlTransaction extends SqlExecutor {
  /** Tells a transaction from a database in types: what must be atomic asks for this. */
  readonly isTransaction: true;
}

/** How far concurrent transactions are kept apart. SQLite runs them one after the other whatever is asked. */
export type SqlIsolation = "read committed" | "repeatable read" | "serializable";

/** How the statements of a transaction find their rows. */
export type SqlAccess =
  /** As the engine plans it. */
  | "planned"
  /**
   * Through indexes wherever there is one. For set-based statements by key on PostgreSQL, whose prepared plans otherwise may
   * read whole tables long after these have grown; without meaning on the other engines.
   */
  | "by key";

/** Options of {@link SqlDatabase.transaction}. */
export interface TransactionOptions {
  /** Default: `planned`. */
  readonly access?: SqlAccess;
  /** Default: `read committed`. */
  readonly isolation?: SqlIsolation;
  /**
   * How often the work is run again after `SQL_SERIALIZATION_FAILURE`. Only for work that has no effect outside the
   * transaction. Default: 0; limit: 100.
   */
  readonly retries?: number;
  /** Ends the transaction without effect; without meaning once the commit has begun. */
  readonly signal?: AbortSignal;
}

/** A database: the port that the SQL stores of all Opora libraries are written against. */
export interface SqlDatabase extends SqlExecutor {
  /** As {@link SqlExecutor.execute}; the statement is a transaction of its own. */
  execute<Row = SqlRow>(
    statement: string,
    parameters?: readonly SqlParameter[],
    options?: ExecuteOptions,
  ): Promise<SqlResult<Row>>;
  /**
   * Runs `work` in a transaction and commits when it resolves. Resolves only after the commit is durable.
   *
   * Inside, use the transaction that is handed over: the database itself would wait for another connection, and on
   * SQLite for ever, up to the acquisition limit.
   *
   * @throws {@link SqlError} and whatever `work` throws; in both cases nothing was changed, except for
   * `SQL_OUTCOME_UNKNOWN`, where the commit may have been carried out.
   */
  transaction<T>(work: (transaction: SqlTransaction) => Promise<T>, options?: TransactionOptions): Promise<T>;
  /** Runs `work` on one connection without a transaction: for what belongs to a session, such as a named lock. */
  session<T>(work: (session: SqlExecutor) => Promise<T>, options?: ExecuteOptions): Promise<T>;
  /** Refuses new work, waits for what is under way and releases everything. */
  close(): Promise<void>;
}
