/**
 * SQLite in memory on sql.js, with import and export of the bytes of a SQLite file. Not a durable store.
 * @packageDocumentation
 */
export { openSqljs, type SqljsDatabase, type SqljsOptions } from "./open-sqljs.js";
