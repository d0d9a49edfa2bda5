import { type Logger, silentLogger } from "@opora/core";
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
import pg from "pg";
import { createPostgresConnector } from "./connector.js";

/** Options of {@link openPostgres}: either `url` or `pool`. */
export interface PostgresOptions extends SqlDatabaseOptions {
  /** `postgres://user:password@host:port/database`, with `?sslmode=…` as libpq knows it. */
  readonly url?: string;
  /** A pool of the host's own. It stays the host's: neither configured nor ended here. */
  readonly pool?: pg.Pool;
  /** How many connections may be open. Default: 10; limit: 1,000. With `pool`: at most what the pool allows. */
  readonly maxConnections?: number;
  /** How long a statement may run, in milliseconds. Default: 60,000. Not for `pool`. */
  readonly statementMsMax?: number;
  /** How long a statement waits for a lock, in milliseconds. Default: 30,000. Not for `pool`. */
  readonly lockMsMax?: number;
  /**
   * `named` (default): statements of `execute` are prepared once per connection. `unnamed`: for poolers such as PgBouncer
   * that hand each transaction another connection.
   */
  readonly statements?: "named" | "unnamed";
  /** Told of connections that break while idle. Default: silent. */
  readonly logger?: Logger;
}

/**
 * Opens a PostgreSQL database (14 or newer), or one that speaks its protocol and grammar: CockroachDB, YugabyteDB, Citus.
 * Connects on first use.
 *
 * @throws SqlError `SQL_OPTIONS_INVALID`.
 * @example
 * ```ts
 * const database = await openPostgres({ url: "postgres://shop@db.internal/shop" });
 * ```
 */
export async function openPostgres(options: PostgresOptions): Promise<SqlDatabase> {
  refuseUnknownKeys("openPostgres", options, [
    "url",
    "pool",
    "maxConnections",
    "statementMsMax",
    "lockMsMax",
    "statements",
    "logger",
    ...databaseOptionKeys,
  ]);
  const { pool, maxConnections = 10, statements = "named" } = options;
  checkInteger("maxConnections", maxConnections, { min: 1, max: 1000 });
  if (statements !== "named" && statements !== "unnamed") {
    throw new SqlError("SQL_OPTIONS_INVALID", "statements must be named or unnamed.", {
      details: { path: "statements" },
    });
  }
  const connector = createPostgresConnector({
    pool: pool ?? createPool(options, maxConnections),
    maxConnections,
    statements,
    poolOwner: pool === undefined ? "adapter" : "host",
  });
  return createSqlDatabase(connector, pickDatabaseOptions(options));
}

function createPool(options: PostgresOptions, maxConnections: number): pg.Pool {
  const { url, statementMsMax = 60_000, lockMsMax = 30_000, logger = silentLogger } = options;
  if (url === undefined) {
    throw new SqlError("SQL_OPTIONS_INVALID", "Give either url or pool.", { details: { path: "url" } });
  }
  checkInteger("statementMsMax", statementMsMax, { min: 1, max: 86_400_000 });
  checkInteger("lockMsMax", lockMsMax, { min: 1, max: 86_400_000 });
  const pool = new pg.Pool({
    connectionString: url,
    max: maxConnections,
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
    statement_timeout: statementMsMax,
    lock_timeout: lockMsMax,
    // A transaction whose owner hangs must not hold its locks for ever.
    idle_in_transaction_session_timeout: 5 * 60_000,
  });
  // Without a listener the loss of an idle connection would end the process; the pool replaces it by itself.
  pool.on("error", (error) => {
    logger.log("warn", "An idle PostgreSQL connection was lost.", { reason: error.message });
  });
  return pool;
}
