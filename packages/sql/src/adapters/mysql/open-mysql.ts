import {
  checkInteger,
  createSqlDatabase,
  databaseOptionKeys,
  pickDatabaseOptions,
  refuseUnknownKeys,
  type SqlDatabase,
  type SqlDatabaseOptions,
  SqlError,
} from "@opora/sql";
import mysql, { type Pool } from "mysql2";
import { createMysqlConnector } from "./connector.js";

/** Options of {@link openMysql}: either `url` or `pool`. */
export interface MysqlOptions extends SqlDatabaseOptions {
  /** `mysql://user:password@host:port/database`. */
  readonly url?: string;
  /** A pool of the host's own (`createPool` of `mysql2`, not of `mysql2/promise`). It stays the host's: not ended here. */
  readonly pool?: Pool;
  /** How many connections may be open; migrations need two. Default: 10; from 2 to 1,000. */
  readonly maxConnections?: number;
  /** How long a statement may run, in milliseconds (on MySQL: a select). Default: 60,000. */
  readonly statementMsMax?: number;
  /** How long a statement waits for a lock, in milliseconds, rounded up to seconds. Default: 30,000. */
  readonly lockMsMax?: number;
}

/**
 * Opens a database on MySQL 8.0.17 or newer, or on MariaDB 10.8 or newer. Connects on first use. Sessions run in strict
 * mode, in UTC, with `read committed`.
 *
 * @throws SqlError `SQL_OPTIONS_INVALID`.
 * @example
 * ```ts
 * const database = await openMysql({ url: "mysql://shop@db.internal/shop" });
 * ```
 */
export async function openMysql(options: MysqlOptions): Promise<SqlDatabase> {
  const { url, pool, maxConnections = 10, statementMsMax = 60_000, lockMsMax = 30_000 } = options;
  refuseUnknownKeys("openMysql", options, [
    "url",
    "pool",
    "maxConnections",
    "statementMsMax",
    "lockMsMax",
    ...databaseOptionKeys,
  ]);
  checkInteger("maxConnections", maxConnections, { min: 2, max: 1000 });
  checkInteger("statementMsMax", statementMsMax, { min: 1, max: 86_400_000 });
  checkInteger("lockMsMax", lockMsMax, { min: 1, max: 86_400_000 });
  const connector = createMysqlConnector({
    pool: pool ?? openPool(url, maxConnections),
    maxConnections,
    statementMsMax,
    lockMsMax,
    poolOwner: pool === undefined ? "adapter" : "host",
  });
  return createSqlDatabase(connector, pickDatabaseOptions(options));
}

function openPool(url: string | undefined, maxConnections: number): Pool {
  if (url === undefined) {
    throw new SqlError("SQL_OPTIONS_INVALID", "Give either url or pool.", { details: { path: "url" } });
  }
  return mysql.createPool({
    uri: url,
    connectionLimit: maxConnections,
    connectTimeout: 10_000,
    charset: "utf8mb4_bin",
    jsonStrings: true,
    // Per connection; the server counts those of all connections against one limit (16,382 by default).
    maxPreparedStatements: 256,
  });
}
