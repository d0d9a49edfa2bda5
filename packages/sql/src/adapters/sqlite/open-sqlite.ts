import { realpathSync, rmdirSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import {
  createSqlDatabase,
  databaseOptionKeys,
  pickDatabaseOptions,
  refuseUnknownKeys,
  type SqlDatabase,
  type SqlDatabaseOptions,
  SqlError,
} from "@opora/sql";
import type { SqliteBinding } from "../../sqlite/binding.js";
import { createSqliteConnector } from "../../sqlite/connector.js";
import { translateSqliteError } from "../../sqlite/errors.js";
import { fileDurabilityGap } from "../../sqlite/file-durability.js";
import { type OwnerLock, takeOwnerLock } from "./owner-lock.js";
import { openWasmBinding } from "./wasm-binding.js";

/** Options of {@link openSqlite}. */
export interface SqliteOptions extends SqlDatabaseOptions {
  /** The database file; created when it is missing, its folder must exist. Beside it come `-wal` and `.owner`. */
  readonly path: string;
}

/**
 * Opens a SQLite file that this process alone owns, durable by default: write-ahead log, `synchronous=FULL`, exclusive
 * locking. Runs on node-sqlite3-wasm: nothing to compile, the same on every platform.
 *
 * The file must be on a local disk of one machine. While it is open no other program may touch it, not even to read.
 *
 * @throws SqlError `SQL_STORE_LOCKED` when another process has it open, `SQL_STORE_CORRUPT`, `SQL_UNAVAILABLE`,
 * `SQL_OPTIONS_INVALID`.
 * @example
 * ```ts
 * const database = await openSqlite({ path: "/var/lib/shop/opora.db" });
 * await database.execute("create table if not exists notes (id text primary key, body text not null) strict");
 * await database.execute("insert into notes values (?, ?)", ["1", "hello"]);
 * await database.close();
 * ```
 */
export async function openSqlite(options: SqliteOptions): Promise<SqlDatabase> {
  refuseUnknownKeys("openSqlite", options, ["path", ...databaseOptionKeys]);
  const path = resolveFile(options.path);
  const lock = takeOwnerLock(`${path}.owner`);
  const binding = openOwnedFile(path, lock);
  const connector = createSqliteConnector({
    binding,
    findDurabilityGap: fileDurabilityGap,
    afterClose: () => lock.release(),
  });
  return createSqlDatabase(connector, pickDatabaseOptions(options));
}

/** The one name of the file, so that two ways to it lead to one lock. */
function resolveFile(path: string): string {
  if (path === "" || path.startsWith(":") || path.startsWith("file:") || path.includes("\0")) {
    throw new SqlError("SQL_OPTIONS_INVALID", "path must name a file; for a database in memory use @opora/sql/sqljs.", {
      details: { path: "path" },
    });
  }
  const absolute = resolve(path);
  try {
    return realpathSync(absolute);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw unreachable(path, error);
  }
  try {
    return join(realpathSync(dirname(absolute)), basename(absolute));
  } catch (error) {
    throw unreachable(path, error);
  }
}

function openOwnedFile(path: string, lock: OwnerLock): SqliteBinding {
  try {
    removeStaleLockFolder(path);
    const binding = openWasmBinding(path);
    try {
      // Exclusive locking first: this build has no shared memory, and without it refuses the write-ahead log.
      binding.execute("pragma locking_mode = exclusive; pragma journal_mode = wal; pragma synchronous = full");
      binding.execute("pragma foreign_keys = on; pragma journal_size_limit = 67108864");
      // 32 MiB of pages: keys come in any order. A checkpoint costs two more syncs: one for 16 MiB of log.
      binding.execute("pragma cache_size = -32768; pragma wal_autocheckpoint = 4096");
      return binding;
    } catch (error) {
      binding.close();
      throw error;
    }
  } catch (error) {
    lock.release();
    throw translateSqliteError(error, `open ${path}`);
  }
}

/** node-sqlite3-wasm locks with a folder, which a killed process leaves behind. Whoever holds the owner lock knows it is stale. */
function removeStaleLockFolder(path: string): void {
  try {
    rmdirSync(`${path}.lock`);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
}

function unreachable(path: string, cause: unknown): SqlError {
  return new SqlError("SQL_UNAVAILABLE", `The folder of ${path} cannot be reached; it must exist.`, {
    cause,
    details: { path },
  });
}
