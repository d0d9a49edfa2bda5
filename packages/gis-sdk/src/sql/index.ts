/**
 * The store of the GIS SDK on SQLite, PostgreSQL, MySQL and MariaDB, through `@opora/sql`.
 *
 * @example
 * ```ts
 * const database = await openSqlite({ path: "gis.db" });
 * await migrate(database, [outboxMigrations, gisMigrations]);
 * const store = createSqlGisStore({ database });
 * ```
 * @packageDocumentation
 */
export { createSqlGisStore, type SqlGisStoreOptions } from "./create-sql-gis-store.js";
export { gisMigrations } from "./migrations.js";
