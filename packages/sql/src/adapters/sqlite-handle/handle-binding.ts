import type { BoundParameter } from "@opora/sql";
import type { SqliteBinding } from "../../sqlite/binding.js";

/** The part of a statement that `node:sqlite` and better-sqlite3 have in common, and what each calls the rest. */
export interface SqliteHandleStatement {
  all(...parameters: never[]): unknown[];
  run(...parameters: never[]): { readonly changes: number | bigint };
  /** `node:sqlite`: integers come as bigint. */
  setReadBigInts?(enabled: boolean): void;
  /** better-sqlite3: integers come as bigint. */
  safeIntegers?(enabled: boolean): unknown;
  /** better-sqlite3: whether the statement returns rows. */
  readonly reader?: boolean;
}

/** The part of a database handle that is needed, typed by shape so that neither library is a dependency. */
export interface SqliteHandle {
  prepare(sql: string): SqliteHandleStatement;
  exec(sql: string): unknown;
  close(): unknown;
}

/** Adapts a handle. */
export function bindHandle(handle: SqliteHandle): SqliteBinding {
  return {
    prepare(text) {
      const statement = handle.prepare(text);
      statement.setReadBigInts?.(true);
      statement.safeIntegers?.(true);
      return {
        all: (parameters) => readRows(statement, parameters),
        run: (parameters) => Number(statement.run(...(parameters as never[])).changes),
        // Both libraries release a statement with the object.
        finalize: () => undefined,
      };
    },
    execute: (statements) => void handle.exec(statements),
    close: () => void handle.close(),
  };
}

/** better-sqlite3 refuses `all` for a statement that returns nothing, such as `pragma foreign_keys = on`. */
function readRows(statement: SqliteHandleStatement, parameters: readonly BoundParameter[]): Record<string, unknown>[] {
  if (statement.reader === false) {
    statement.run(...(parameters as never[]));
    return [];
  }
  const rows = statement.all(...(parameters as never[])) as Record<string, unknown>[];
  return rows.map((row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, plainBytes(value)])));
}

/** better-sqlite3 answers with its own kind of Uint8Array, a Buffer. */
function plainBytes(value: unknown): unknown {
  return Buffer.isBuffer(value) ? Uint8Array.from(value) : value;
}
