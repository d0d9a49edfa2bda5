import {
  type BoundParameter,
  integerFromEngine,
  type SqlConnection,
  type SqlConnector,
  SqlError,
  type SqlResult,
  type SqlRow,
  type SqlStatement,
} from "@opora/sql";
import type { SqliteBinding } from "./binding.js";
import { translateSqliteError } from "./errors.js";
import { createStatementCache } from "./statement-cache.js";

const preparedStatementsMax = 256;

/** What an adapter adds to the binding. */
export interface SqliteConnectorOptions {
  readonly binding: SqliteBinding;
  /** See `SqlConnection.findDurabilityGap`; `read` runs a pragma and returns its value. */
  findDurabilityGap(read: (pragma: string) => unknown): string | undefined;
  /** Runs after the binding has been closed. */
  afterClose(): void | Promise<void>;
}

/** A SQLite connector, and what its adapter may do between transactions. */
export interface SqliteConnector extends SqlConnector {
  /** Gives up all prepared statements: needed before the binding replaces its database. */
  forgetStatements(): void;
}

/** A connector over the one connection of a SQLite binding. Its calls block the event loop while SQLite works. */
export function createSqliteConnector({
  binding,
  findDurabilityGap,
  afterClose,
}: SqliteConnectorOptions): SqliteConnector {
  const statements = createStatementCache(binding, preparedStatementsMax);

  function run(text: string, parameters: readonly BoundParameter[]): SqlResult {
    refuseLists(parameters);
    try {
      const { statement, isWrite, hasRows } = statements.get(text);
      if (!hasRows) {
        const changes = statement.run(parameters);
        // Bindings tell the count of the last change, whatever ran since.
        return { rows: [], affectedRows: isWrite ? changes : 0 };
      }
      const rows = toSqlRows(statement.all(parameters));
      return { rows, affectedRows: isWrite ? rows.length : 0 };
    } catch (error) {
      statements.drop(text);
      throw translateSqliteError(error, text);
    }
  }

  function rollback(): void {
    try {
      binding.execute("rollback");
    } catch (error) {
      // SQLite has rolled back by itself after some errors (disk full, I/O), or the transaction never began.
      if (!/no transaction is active/.test(String(error))) throw translateSqliteError(error, "rollback");
    }
  }

  const readPragma = (name: string): unknown => Object.values(run(`pragma ${name}`, []).rows[0] ?? {})[0];

  const connection: SqlConnection = {
    execute: async ({ text, parameters }: SqlStatement) => run(text, parameters),
    async begin() {
      // IMMEDIATE takes the write lock at once: a transaction that reads first and writes later cannot be overtaken.
      run("begin immediate", []);
    },
    async commit() {
      run("commit", []);
    },
    rollback: async () => rollback(),
    findDurabilityGap: async () => findDurabilityGap(readPragma),
    release: () => undefined,
    discard() {
      try {
        rollback();
      } catch {
        // There is no other connection to go on with: the next transaction will not begin, and says why.
      }
    },
  };

  return {
    engine: "sqlite",
    maxConnections: 1,
    connect: async () => connection,
    forgetStatements: () => statements.clear(),
    async close() {
      statements.clear();
      binding.close();
      await afterClose();
    },
  };
}

function refuseLists(parameters: readonly BoundParameter[]): void {
  const index = parameters.findIndex((parameter) => Array.isArray(parameter));
  if (index < 0) return;
  throw new SqlError("SQL_VALUE_UNSUPPORTED", `Parameter ${index} is a list: only PostgreSQL has arrays.`, {
    details: { path: String(index) },
  });
}

/** Brings rows of a binding into the mapping, in place: they belong to nobody else. */
function toSqlRows(rows: Record<string, unknown>[]): SqlRow[] {
  for (const row of rows) {
    for (const column in row) {
      const value = row[column];
      if (typeof value === "number") row[column] = integerFromEngine(value, column);
    }
  }
  return rows as SqlRow[];
}
