import {
  type BoundParameter,
  type SqlConnection,
  type SqlConnector,
  type SqlIsolation,
  type SqlResult,
  type SqlStatement,
  statementKind,
} from "@opora/sql";
import type { FieldPacket, Pool, PoolConnection, QueryOptions } from "mysql2";
import { translateMysqlError } from "./errors.js";
import { readOptions, toMysqlValue, toSqlRows } from "./values.js";

/** What the connector is made of. */
export interface MysqlConnectorOptions {
  readonly pool: Pool;
  readonly maxConnections: number;
  readonly statementMsMax: number;
  readonly lockMsMax: number;
  /** Whether the pool ends with the database. */
  readonly poolOwner: "adapter" | "host";
}

/** A connector over a pool of `mysql2`. */
export function createMysqlConnector(options: MysqlConnectorOptions): SqlConnector {
  const { pool, maxConnections, poolOwner } = options;
  const connections = new WeakMap<PoolConnection, SqlConnection>();

  return {
    engine: "mysql",
    maxConnections,
    async connect() {
      const raw = await takeFromPool(pool);
      const known = connections.get(raw);
      if (known !== undefined) return known;
      try {
        for (const statement of sessionSettings(options)) await send(raw, statement, []);
      } catch (error) {
        raw.destroy();
        throw error;
      }
      const connection = createConnection(raw);
      connections.set(raw, connection);
      return connection;
    },
    async close() {
      if (poolOwner === "host") return;
      await new Promise<void>((resolve, reject) => {
        pool.end((error) => (error ? reject(translateMysqlError(error, "close")) : resolve()));
      });
    },
  };
}

/** Settings that the value mapping, the errors and the isolation rest on. Each server skips the other's comment. */
function sessionSettings({ statementMsMax, lockMsMax }: MysqlConnectorOptions): readonly string[] {
  const modes =
    "STRICT_ALL_TABLES,ONLY_FULL_GROUP_BY,NO_ZERO_IN_DATE,NO_ZERO_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION";
  return [
    "set names utf8mb4 collate utf8mb4_bin",
    `set session sql_mode = '${modes}', time_zone = '+00:00', autocommit = 1, ` +
      `innodb_lock_wait_timeout = ${Math.ceil(lockMsMax / 1000)}` +
      ` /*!80017 , max_execution_time = ${statementMsMax} */ /*M!100800 , max_statement_time = ${statementMsMax / 1000} */`,
    "set session transaction isolation level read committed",
  ];
}

function createConnection(raw: PoolConnection): SqlConnection {
  return {
    execute: ({ text, parameters }: SqlStatement) => send(raw, text, parameters),
    async begin(isolation: SqlIsolation) {
      if (isolation !== "read committed") await send(raw, `set transaction isolation level ${isolation}`, []);
      await send(raw, "start transaction", []);
    },
    async commit() {
      await send(raw, "commit", []);
    },
    async rollback() {
      await send(raw, "rollback", []);
    },
    async findDurabilityGap() {
      const { rows } = await send(
        raw,
        "select @@innodb_flush_log_at_trx_commit as flush_log, @@innodb_flush_method as flush_method, " +
          "@@log_bin as log_bin, @@sync_binlog as sync_binlog",
        [],
      );
      const settings = rows[0] ?? {};
      const { flush_log: flushLog, flush_method: flushMethod, log_bin: hasBinlog, sync_binlog: syncBinlog } = settings;
      if (flushLog !== 1n) return `innodb_flush_log_at_trx_commit is ${String(flushLog)}, not 1`;
      if (/^nosync$/i.test(String(flushMethod))) return `innodb_flush_method is ${String(flushMethod)}`;
      if (hasBinlog === 1n && syncBinlog !== 1n) return `sync_binlog is ${String(syncBinlog)}, not 1`;
      return undefined;
    },
    release: () => raw.release(),
    discard: () => raw.destroy(),
  };
}

function takeFromPool(pool: Pool): Promise<PoolConnection> {
  return new Promise((resolve, reject) => {
    pool.getConnection((error, connection) => {
      if (error) reject(translateMysqlError(error, "connect"));
      else resolve(connection);
    });
  });
}

interface Header {
  readonly affectedRows: number;
}

/** With parameters a statement is prepared; without, it goes as text, since not every statement can be prepared. */
function send(raw: PoolConnection, text: string, parameters: readonly BoundParameter[]): Promise<SqlResult> {
  return new Promise((resolve, reject) => {
    const answer = (error: Error | null, result: unknown, fields: FieldPacket[]): void => {
      if (error) {
        reject(translateMysqlError(error, text));
        return;
      }
      try {
        resolve(readAnswer(text, result, fields));
      } catch (unreadable) {
        reject(unreadable);
      }
    };
    const options: QueryOptions = { ...readOptions, sql: text };
    if (parameters.length === 0) raw.query(options, answer);
    else raw.execute({ ...options, values: parameters.map(toMysqlValue) }, answer);
  });
}

function readAnswer(text: string, result: unknown, fields: readonly FieldPacket[]): SqlResult {
  if (Array.isArray(result)) {
    const rows = toSqlRows(result as Record<string, unknown>[], fields);
    return { rows, affectedRows: statementKind(text) === "write" ? rows.length : 0 };
  }
  const { affectedRows } = result as Header;
  return { rows: [], affectedRows: statementKind(text) === "write" ? affectedRows : 0 };
}
