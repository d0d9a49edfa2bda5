import type { SqlEngine } from "./domain/engine.js";
import type { DurableCommit } from "./durable-commit.js";
import { transactionOn } from "./executor.js";
import { type HeldConnection, rollBack } from "./held-connection.js";
import type { SqlTransaction, TransactionOptions } from "./ports/database.js";
import { createTransactionSession } from "./transaction-session.js";

/** Runs `work` in one transaction on `held`: committed when it resolves, rolled back when anything fails. */
export async function runTransaction<T>(
  engine: SqlEngine,
  held: HeldConnection,
  durable: DurableCommit,
  work: (transaction: SqlTransaction) => Promise<T>,
  { isolation = "read committed", access = "planned", signal }: TransactionOptions,
): Promise<T> {
  const session = createTransactionSession(held, signal);
  try {
    await held.connection.begin(isolation, access);
    const result = await work(transactionOn(engine, session.run));
    const failure = await session.end();
    if (failure !== undefined) throw failure.error;
    signal?.throwIfAborted();
    await durable.commit(held.connection, session.hasWritten);
    return result;
  } catch (error) {
    await session.end();
    await rollBack(held, error);
    throw error;
  }
}
