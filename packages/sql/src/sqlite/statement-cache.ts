import { requireSingleStatement, returnsRows, statementKind } from "@opora/sql";
import type { SqliteBinding, SqliteStatement } from "./binding.js";

/** A prepared statement, and what its text says of it: read once, since a text may be long. */
export interface CachedStatement {
  readonly statement: SqliteStatement;
  readonly isWrite: boolean;
  readonly hasRows: boolean;
}

/** Prepared statements by text, the least recently used ones given up first. */
export interface StatementCache {
  get(text: string): CachedStatement;
  /** Gives up a statement that failed: bindings report the old error again when it is reset. */
  drop(text: string): void;
  clear(): void;
}

export function createStatementCache(binding: SqliteBinding, size: number): StatementCache {
  // A Map keeps the order of insertion; using a statement moves it to the end.
  const statements = new Map<string, CachedStatement>();

  function finalize({ statement }: CachedStatement): void {
    try {
      statement.finalize();
    } catch {
      // SQLite repeats the statement's last error here; the statement is released all the same.
    }
  }

  return {
    get(text) {
      const known = statements.get(text);
      if (known !== undefined) {
        statements.delete(text);
        statements.set(text, known);
        return known;
      }
      requireSingleStatement(text);
      const prepared: CachedStatement = {
        statement: binding.prepare(text),
        isWrite: statementKind(text) === "write",
        hasRows: returnsRows(text),
      };
      statements.set(text, prepared);
      if (statements.size > size) {
        const [[oldestText, oldest] = [text, prepared]] = statements;
        statements.delete(oldestText);
        finalize(oldest);
      }
      return prepared;
    },
    drop(text) {
      const statement = statements.get(text);
      if (statement === undefined) return;
      statements.delete(text);
      finalize(statement);
    },
    clear() {
      for (const statement of statements.values()) finalize(statement);
      statements.clear();
    },
  };
}
