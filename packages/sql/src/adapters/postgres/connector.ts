import {
  type BoundParameter,
  type SqlAccess,
  type SqlConnection,
  type SqlConnector,
  SqlError,
  type SqlIsolation,
  type SqlResult,
  type SqlRow,
  type SqlStatement,
  statementKind,
} from "@opora/sql";
import type { Pool, PoolClient, QueryResult } from "pg";
import { translatePostgresError } from "./errors.js";
import { resultTypes } from "./result-types.js";

/** What the connector is made of. */
export interface PostgresConnectorOptions {
  readonly pool: Pool;
  readonly maxConnections: number;
  /** `named`: prepared once per connection. `unnamed`: for poolers that hand each transaction another connection. */
  readonly statements: "named" | "unnamed";
  /** Whether the pool ends with the database. */
  readonly poolOwner: "adapter" | "host";
}

/** A connector over a pool of `pg`. */
export function createPostgresConnector(options: PostgresConnectorOptions): SqlConnector {
  const { pool, maxConnections, statements, poolOwner } = options;
  const nameOf = statements === "named" ? createStatementNames() : () => undefined;
  const connections = new WeakMap<PoolClient, SqlConnection>();

  return {
    engine: "postgres",
    maxConnections,
    async connect() {
      const client = await pool.connect().catch((error: unknown) => {
        throw translatePostgresError(error, "connect");
      });
      let connection = connections.get(client);
      if (connection === undefined) {
        // A connection that breaks while nothing is sent on it emits an error, which without a listener ends the
        // process. The next statement on it fails, and that is where the breakage is reported.
        client.on("error", () => undefined);
        connection = createConnection(client, nameOf);
        connections.set(client, connection);
      }
      return connection;
    },
    async close() {
      if (poolOwner === "adapter") await pool.end();
    },
  };
}

function createConnection(client: PoolClient, nameOf: (text: string) => string | undefined): SqlConnection {
  async function send(text: string, parameters: readonly BoundParameter[] = [], name?: string): Promise<QueryResult> {
    try {
      return await client.query({
        text,
        values: parameters.map(toPgValue),
        types: resultTypes,
        ...(name !== undefined && { name }),
      });
    } catch (error) {
      throw translatePostgresError(error, text);
    }
  }

  return {
    async execute({ text, parameters, use }: SqlStatement): Promise<SqlResult> {
      const name = use === "reused" && parameters.length > 0 ? nameOf(text) : undefined;
      const { rows, rowCount } = await send(text, parameters, name);
      const affectedRows = statementKind(text) === "write" ? (rowCount ?? 0) : 0;
      return { rows: rows as SqlRow[], affectedRows };
    },
    async begin(isolation: SqlIsolation, access: SqlAccess) {
      const begin = `begin isolation level ${isolation}`;
      // One message, one answer.
      await send(access === "by key" ? `${begin}; set local enable_seqscan = off` : begin);
    },
    async commit() {
      const { command } = await send("commit");
      if (command !== "COMMIT") {
        throw new SqlError("SQL_TRANSACTION_INVALID", `PostgreSQL answered the commit with ${command}.`);
      }
    },
    async rollback() {
      await send("rollback");
    },
    async findDurabilityGap() {
      const { rows } = await send(
        "select current_setting('fsync', true) as fsync, current_setting('synchronous_commit', true) as commit_mode",
      );
      // Null where an engine that speaks PostgreSQL's protocol has no such setting.
      const { fsync, commit_mode: commitMode } = (rows[0] ?? {}) as {
        fsync?: string | null;
        commit_mode?: string | null;
      };
      if (fsync === "off") return "fsync is off";
      if (commitMode === "off") return "synchronous_commit is off";
      return undefined;
    },
    release: () => client.release(),
    discard: () => client.release(true),
  };
}

/** Bytes go as a Buffer, which `pg` sends as they are; lists become PostgreSQL arrays. */
function toPgValue(parameter: BoundParameter): unknown {
  if (parameter instanceof Uint8Array) return Buffer.from(parameter.buffer, parameter.byteOffset, parameter.byteLength);
  if (Array.isArray(parameter)) return parameter.map(toPgValue);
  return parameter;
}

const statementNamesMax = 256;

/** Short names for statements by text; the same on every connection, and few enough to be kept on all of them. */
function createStatementNames(): (text: string) => string | undefined {
  const names = new Map<string, string>();
  return (text) => {
    const known = names.get(text);
    if (known !== undefined || names.size >= statementNamesMax) return known;
    const name = `opora_${names.size + 1}`;
    names.set(text, name);
    return name;
  };
}
