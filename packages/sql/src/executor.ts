import type { SqlStatement } from "./ports/connector.js";
import type { SqlEngine, SqlExecutor, SqlResult } from "./ports/database.js";
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
  return {
    engine,
    query: createQueryBuilder(engine, async () => target),
    execute: async <Row>(text: string, parameters: readonly unknown[] = []) =>
      (await run(text, parameters, "reused")) as SqlResult<Row>,
  };
}
