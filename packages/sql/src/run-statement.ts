import type { SqlEngine } from "./domain/engine.js";
import { statementKind } from "./domain/statements.js";
import { bindParameters } from "./domain/values.js";
import { type DurableCommit, outcomeUnknown } from "./durable-commit.js";
import { type HeldConnection, isConnectionLost, rollBack } from "./held-connection.js";
import type { SqlStatement } from "./ports/connector.js";
import type { SqlResult } from "./ports/database.js";
import { untilAborted } from "./until-aborted.js";

/** A statement that is a transaction of its own. */
export interface LoneStatement {
  readonly text: string;
  readonly parameters: readonly unknown[];
  readonly use: SqlStatement["use"];
  readonly signal?: AbortSignal | undefined;
}

/** Runs a statement outside any transaction. */
export async function runStatement(
  engine: SqlEngine,
  held: HeldConnection,
  durable: DurableCommit,
  { text, parameters, use, signal }: LoneStatement,
): Promise<SqlResult> {
  signal?.throwIfAborted();
  const statement: SqlStatement = { text, parameters: bindParameters(parameters), use };
  const isWrite = statementKind(text) === "write";
  if (isWrite && durable.isUnproven(held.connection)) return runInTransaction(held, durable, statement);
  try {
    return await untilAborted(held.connection.execute(statement), signal, held.spoil);
  } catch (error) {
    if (!isConnectionLost(error)) throw error;
    held.spoil();
    throw isWrite ? outcomeUnknown(engine, error) : error;
  }
}

/** The durability check has to come between the first write and its commit, so the first write gets a transaction. */
async function runInTransaction(
  held: HeldConnection,
  durable: DurableCommit,
  statement: SqlStatement,
): Promise<SqlResult> {
  try {
    await held.connection.begin("read committed", "planned");
    const result = await held.connection.execute(statement);
    await durable.commit(held.connection, true);
    return result;
  } catch (error) {
    await rollBack(held, error);
    throw error;
  }
}
