/**
 * SQLite through a handle of `node:sqlite` or better-sqlite3 that the host has opened.
 * @packageDocumentation
 */
export type { SqliteHandle, SqliteHandleStatement } from "./handle-binding.js";
export { openSqliteHandle, type SqliteHandleOptions } from "./open-handle.js";
