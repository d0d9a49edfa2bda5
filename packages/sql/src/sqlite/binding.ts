import type { BoundParameter } from "@opora/sql";

/** What the three SQLite adapters need of a binding, however it is spelt there. */
export interface SqliteBinding {
  prepare(statement: string): SqliteStatement;
  /** Runs statements without parameters. */
  execute(statements: string): void;
  close(): void;
}

/** A prepared statement. Rows hold what the binding gives: integers may still be numbers. */
export interface SqliteStatement {
  /** Runs it and returns all its rows. */
  all(parameters: readonly BoundParameter[]): Record<string, unknown>[];
  /** Runs it and returns the number of rows it changed. */
  run(parameters: readonly BoundParameter[]): number;
  finalize(): void;
}
