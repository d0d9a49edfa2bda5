import {
  checkInteger,
  createSqlDatabase,
  databaseOptionKeys,
  pickDatabaseOptions,
  refuseUnknownKeys,
  type SqlDatabase,
  type SqlDatabaseOptions,
} from "@opora/sql";
import { createSqliteConnector } from "../../sqlite/connector.js";
import { translateSqliteError } from "../../sqlite/errors.js";
import { fileDurabilityGap } from "../../sqlite/file-durability.js";
import { bindHandle, type SqliteHandle } from "./handle-binding.js";

/** Options of {@link openSqliteHandle}. */
export interface SqliteHandleOptions extends SqlDatabaseOptions {
  /** A `DatabaseSync` of `node:sqlite` (Node 22.13 or newer) or a `Database` of better-sqlite3; closed with the database. */
  readonly handle: SqliteHandle;
  /** How long to wait for another process that writes, in milliseconds; the event loop stands still. Default: 5,000. */
  readonly busyMsMax?: number;
}

/**
 * Opens a SQLite file through a handle that the host has made. Several processes of one machine may do so at once: they
 * take turns by SQLite's own file locks. Sets `journal_mode=WAL`, `synchronous=FULL` and `foreign_keys=ON`.
 *
 * @throws SqlError `SQL_OPTIONS_INVALID`, and what setting the modes raises.
 * @example
 * ```ts
 * import { DatabaseSync } from "node:sqlite";
 *
 * const database = await openSqliteHandle({ handle: new DatabaseSync("opora.db") });
 * ```
 */
export async function openSqliteHandle(options: SqliteHandleOptions): Promise<SqlDatabase> {
  refuseUnknownKeys("openSqliteHandle", options, ["handle", "busyMsMax", ...databaseOptionKeys]);
  const { handle, busyMsMax = 5_000 } = options;
  checkInteger("busyMsMax", busyMsMax, { min: 0, max: 600_000 });
  const binding = bindHandle(handle);
  const settings = [
    `pragma busy_timeout = ${busyMsMax}`,
    "pragma journal_mode = wal",
    // Said aloud: better-sqlite3 reports FULL after switching to WAL, and lowers it to NORMAL at the first write.
    "pragma synchronous = full",
    "pragma foreign_keys = on",
  ].join("; ");
  try {
    binding.execute(settings);
  } catch (error) {
    throw translateSqliteError(error, settings);
  }
  const connector = createSqliteConnector({
    binding,
    findDurabilityGap: (readPragma) => memoryGap(handle) ?? fileDurabilityGap(readPragma),
    afterClose: () => undefined,
  });
  return createSqlDatabase(connector, pickDatabaseOptions(options));
}

/** A database without a file reports the best of settings. */
function memoryGap(handle: SqliteHandle): string | undefined {
  const [main] = handle.prepare("select file from pragma_database_list where name = 'main'").all() as {
    file?: unknown;
  }[];
  return main?.file ? undefined : "it is in memory";
}
