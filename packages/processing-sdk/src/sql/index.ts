/**
 * The store and the archive of a node in a database of `@opora/sql`: SQLite, PostgreSQL, MySQL and MariaDB, and what speaks
 * PostgreSQL's protocol.
 *
 * @packageDocumentation
 */
export { createSqlArchive } from "./create-sql-archive.js";
export { createSqlProcessingStore } from "./create-sql-processing-store.js";
export { archiveMigrations, processingMigrations } from "./migrations.js";
