import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  Kysely,
  MysqlAdapter,
  MysqlIntrospector,
  MysqlQueryCompiler,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from "kysely";
import type { SqlEngine } from "./domain/engine.js";
import { SqlError } from "./errors.js";
import type { NoTables, SqlResult } from "./ports/database.js";

/** Where a query builder sends what it has compiled. */
export interface QueryTarget {
  run(text: string, parameters: readonly unknown[]): Promise<SqlResult>;
  release(): void;
}

const dialects = {
  sqlite: { Adapter: SqliteAdapter, Compiler: SqliteQueryCompiler, Introspector: SqliteIntrospector },
  postgres: { Adapter: PostgresAdapter, Compiler: PostgresQueryCompiler, Introspector: PostgresIntrospector },
  mysql: { Adapter: MysqlAdapter, Compiler: MysqlQueryCompiler, Introspector: MysqlIntrospector },
} as const;

/** Creates a query builder that compiles for `engine` and takes a target from `acquire` for each query. */
export function createQueryBuilder(engine: SqlEngine, acquire: () => Promise<QueryTarget>): Kysely<NoTables> {
  const { Adapter, Compiler, Introspector } = dialects[engine];
  const dialect: Dialect = {
    createAdapter: () => new Adapter(),
    createQueryCompiler: () => new Compiler(),
    createIntrospector: (database) => new Introspector(database),
    createDriver: () => createDriver(acquire),
  };
  return new Kysely<NoTables>({ dialect });
}

interface TargetConnection extends DatabaseConnection {
  readonly target: QueryTarget;
}

function createDriver(acquire: () => Promise<QueryTarget>): Driver {
  return {
    init: async () => undefined,
    acquireConnection: async () => connectionTo(await acquire()),
    releaseConnection: async (connection) => (connection as TargetConnection).target.release(),
    beginTransaction: refuseTransaction,
    commitTransaction: refuseTransaction,
    rollbackTransaction: refuseTransaction,
    destroy: async () => undefined,
  };
}

function connectionTo(target: QueryTarget): TargetConnection {
  return {
    target,
    async executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
      const { rows, affectedRows } = await target.run(sql, parameters);
      return { rows: rows as R[], numAffectedRows: BigInt(affectedRows) };
    },
    streamQuery() {
      throw new SqlError("SQL_TRANSACTION_INVALID", "The query builder cannot stream. Read page by page, by key.");
    },
  };
}

async function refuseTransaction(): Promise<never> {
  throw new SqlError(
    "SQL_TRANSACTION_INVALID",
    "The query builder opens no transactions. Use transaction() of the database; a transaction cannot be nested.",
  );
}
