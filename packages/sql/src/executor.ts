import type { Kysely } from "kysely";
import type { SqlEngine } from "./domain/engine.js";
import type { SqlStatement } from "./ports/connector.js";
import type { NoTables, SqlExecutor, SqlResult, SqlTransaction } from "./ports/database.js";
import { createQueryBuilder } from "./query-builder.js";

/** Sends one statement to wherever the executor stands for. */
export type RunStatement = (
  text: string,
  parameters: readonly unknown[],
  use: SqlStatement["use"],
) => Promise<SqlResult>;

/** The executor of a connection that somebody holds. */
export function executorOn(engine: SqlEngine, run: RunStatement): SqlExecutor {
  const target = {
    run: (text: string, parameters: readonly unknown[]) => run(text, parameters, "once"),
    release: () => undefined,
  };
  let query: Kysely<NoTables> | undefined;
  return {
    engine,
    // Made when asked for: a transaction of prepared statements needs none.
    get query() {
      query ??= createQueryBuilder(engine, async () => target);
      return query;
    },
    execute: async <Row>(text: string, parameters: readonly unknown[] = []) =>
      (await run(text, parameters, "reused")) as SqlResult<Row>,
  };
}

/** The executor of a transaction. */
export function transactionOn(engine: SqlEngine, run: RunStatement): SqlTransaction {
  const executor = executorOn(engine, run);
  return {
    engine,
    isTransaction: true,
    get query() {
      return executor.query;
    },
    execute: executor.execute,
  };
}
