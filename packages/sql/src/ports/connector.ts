import type { SqlEngine } from "../domain/engine.js";
import type { BoundParameter, SqlRow } from "../domain/values.js";
import type { SqlAccess, SqlIsolation, SqlResult } from "./database.js";

/** A statement with the parameters in the form that engines take. */
export interface SqlStatement {
  readonly text: string;
  readonly parameters: readonly BoundParameter[];
  /** `reused`: the same text will come again, prepare it. `once`: it may never come again. */
  readonly use: "reused" | "once";
}

/**
 * Port: one connection of an engine. Calls never overlap. Every error is a `SqlError`; `SQL_UNAVAILABLE` means that the
 * connection is lost.
 */
export interface SqlConnection {
  execute(statement: SqlStatement): Promise<SqlResult<SqlRow>>;
  begin(isolation: SqlIsolation, access: SqlAccess): Promise<void>;
  /** Resolves when the transaction is on disk. Rejects when the engine answered a commit with a rollback. */
  commit(): Promise<void>;
  rollback(): Promise<void>;
  /**
   * Asked inside the first writing transaction of the connection, before its commit: why a commit would not survive a
   * power failure, in a sentence; `undefined` when it would.
   */
  findDurabilityGap(): Promise<string | undefined>;
  /** Gives the connection back, in a state fit for the next user. Does not throw, like {@link SqlConnection.discard}. */
  release(): void;
  /** Gives the connection up: it is in an unknown state and must not be used again. */
  discard(): void;
}

/** Port: how to reach an engine. An adapter implements it; `createSqlDatabase` makes a database of it. */
export interface SqlConnector {
  readonly engine: SqlEngine;
  /** How many connections may be in use at the same time. */
  readonly maxConnections: number;
  /** Returns a connection nobody else uses: the same object for the same physical connection. */
  connect(): Promise<SqlConnection>;
  close(): Promise<void>;
}
