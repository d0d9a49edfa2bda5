import { ProcessingError, type ProcessingStore, type TableName, tables } from "@opora/processing-sdk";
import type { SqlDatabase, SqlEngine } from "@opora/sql";
import { createMysqlStatements } from "./mysql-statements.js";
import { createPostgresStatements } from "./postgres-statements.js";
import { storeTransactionOn } from "./sql-store-transaction.js";
import { createSqliteStatements } from "./sqlite-statements.js";
import type { StatementWriter } from "./statements.js";
import { translateStoreError } from "./store-errors.js";
import { storeTable } from "./table-schema.js";

/** The statements of each engine. */
export const statementWriters: Readonly<Record<SqlEngine, () => StatementWriter>> = {
  sqlite: createSqliteStatements,
  postgres: createPostgresStatements,
  mysql: createMysqlStatements,
};

/**
 * Creates a store in a database that has the {@link processingMigrations}. Several nodes need a database each. Closing the
 * store leaves the database open: it is the host's.
 *
 * Keep the lock timeout of the database short (a few seconds): a wait for a lock is a conflict, and conflicts are run again.
 *
 * @example
 * ```ts
 * const database = await openPostgres({ url: "postgres://till@db.internal/processing" });
 * await migrate(database, [processingMigrations]);
 * const store = createSqlProcessingStore(database);
 * ```
 */
export function createSqlProcessingStore(database: SqlDatabase): ProcessingStore {
  const { engine } = database;
  const byName = new Map((Object.keys(tables) as TableName[]).map((name) => [name, storeTable(name, engine)]));
  const records = {
    writer: statementWriters[engine](),
    table: (name: TableName) => {
      const table = byName.get(name);
      if (table === undefined) throw unknownTable(name);
      return table;
    },
  };
  let closing: Promise<void> | undefined;
  const underWay = new Set<Promise<unknown>>();

  return {
    async transaction(mode, work, { signal } = {}) {
      if (closing !== undefined) throw new ProcessingError("PROCESSING_CLOSED", "The store is closed.");
      const transaction = database.transaction((sql) => work(storeTransactionOn(sql, records, mode)), {
        access: "by key",
        isolation: mode === "snapshot" ? "repeatable read" : "read committed",
        ...(signal !== undefined && { signal }),
      });
      underWay.add(transaction);
      try {
        return await transaction;
      } catch (error) {
        throw translateStoreError(error);
      } finally {
        underWay.delete(transaction);
      }
    },
    close() {
      closing ??= Promise.allSettled(underWay).then(() => undefined);
      return closing;
    },
  };
}

function unknownTable(name: string): ProcessingError {
  return new ProcessingError("PROCESSING_OPTIONS_INVALID", `There is no table "${name}".`, {
    details: { path: "table" },
  });
}
