/**
 * One way to a database for the Opora libraries: the same values, errors, transactions, migrations, leases and outbox on
 * SQLite, PostgreSQL, MySQL and MariaDB. Open a database with one of the adapters (`./sqlite`, `./postgres`, `./mysql`, …).
 *
 * @example
 * ```ts
 * import { migrate } from "@opora/sql";
 * import { openSqlite } from "@opora/sql/sqlite";
 *
 * const database = await openSqlite({ path: "opora.db" });
 * await migrate(database, [shopMigrations]);
 * await database.transaction(async (transaction) => {
 *   await transaction.query.withTables<ShopTables>().insertInto("orders").values({ id: "1", total: 100n }).execute();
 * });
 * await database.close();
 * ```
 * @packageDocumentation
 */
export { claimRows } from "./claim-rows.js";
export {
  createSqlDatabase,
  databaseOptionKeys,
  pickDatabaseOptions,
  type SqlDatabaseOptions,
} from "./create-database.js";
export type { SqlEngine } from "./domain/engine.js";
export type { Migration, MigrationSet } from "./domain/migrations/migration.js";
export {
  type AddColumn,
  addColumn,
  type CreateIndex,
  type CreateTable,
  createIndex,
  createTable,
  type DropTable,
  dropTable,
  type EngineStatements,
  type IndexDefinition,
  type SchemaChange,
  statement,
  type TableDefinition,
} from "./domain/schema/changes.js";
export {
  bigintColumn,
  booleanColumn,
  bytesColumn,
  type Column,
  type ColumnOptions,
  type ColumnType,
  idColumn,
  instantColumn,
  jsonColumn,
  shortBytesColumn,
  shortTextColumn,
  textColumn,
} from "./domain/schema/columns.js";
export { requireSingleStatement } from "./domain/single-statement.js";
export { returnsRows, type StatementKind, statementKind } from "./domain/statements.js";
export {
  type BoundParameter,
  bindParameters,
  booleanFromSql,
  decimalFromEngine,
  instantFromSql,
  instantToSql,
  integerFromEngine,
  type SqlParameter,
  type SqlRow,
  type SqlScalar,
  type SqlValue,
} from "./domain/values.js";
export type { Durability } from "./durable-commit.js";
export { SqlError, type SqlErrorCode } from "./errors.js";
export { type InsertRowsOptions, insertRows } from "./insert-rows.js";
export { insertUnlessPresent } from "./insert-unless-present.js";
export { createSqlLeaseStore, requireLease } from "./leases/lease-store.js";
export { type LeaseTables, leaseMigrations } from "./leases/tables.js";
export type { AppliedMigration } from "./migrations/apply.js";
export { type MigrateOptions, migrate } from "./migrations/migrate.js";
export { checkInteger, refuseUnknownKeys } from "./options.js";
export { appendToOutbox } from "./outbox/append.js";
export {
  type EventPlace,
  type ParkedEvent,
  parkOutboxEvent,
  readParkedEvents,
  readStalledKeys,
  requeueParkedEvent,
  type StalledKey,
} from "./outbox/backlog.js";
export { type RelayFailure, type RelayOptions, type RelayReport, relayOutbox } from "./outbox/relay.js";
export { type OutboxEventRow, type OutboxTables, outboxMigrations } from "./outbox/tables.js";
export type { SqlConnection, SqlConnector, SqlStatement } from "./ports/connector.js";
export type {
  ExecuteOptions,
  NoTables,
  SqlAccess,
  SqlDatabase,
  SqlExecutor,
  SqlIsolation,
  SqlResult,
  SqlTransaction,
  TransactionOptions,
} from "./ports/database.js";
