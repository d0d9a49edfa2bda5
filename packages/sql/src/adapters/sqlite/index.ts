/**
 * The embedded durable store: a SQLite file with one owner, on node-sqlite3-wasm.
 * @packageDocumentation
 */
export { openSqlite, type SqliteOptions } from "./open-sqlite.js";
