import { statementKind } from "./domain/statements.js";
import { bindParameters } from "./domain/values.js";
import { SqlError } from "./errors.js";
import type { HeldConnection } from "./held-connection.js";
import type { SqlStatement } from "./ports/connector.js";
import type { SqlResult } from "./ports/database.js";
import { createTurns } from "./turns.js";
import { untilAborted } from "./until-aborted.js";

/** The statements of one transaction: strictly one after the other, and none after a failure or after the end. */
export interface TransactionSession {
  run(text: string, parameters: readonly unknown[], use: SqlStatement["use"]): Promise<SqlResult>;
  /** Whether a statement was sent that could change something. */
  readonly hasWritten: boolean;
  /** Waits for what was sent and refuses anything further; tells of the statement that failed, if one did. */
  end(): Promise<{ readonly error: unknown } | undefined>;
}

export function createTransactionSession(held: HeldConnection, signal: AbortSignal | undefined): TransactionSession {
  const turns = createTurns();
  let failure: { readonly error: unknown } | undefined;
  let hasEnded = false;
  let hasWritten = false;

  async function runNext(text: string, parameters: readonly unknown[], use: SqlStatement["use"]): Promise<SqlResult> {
    if (failure !== undefined) {
      throw new SqlError(
        "SQL_TRANSACTION_INVALID",
        "A statement of this transaction has failed; nothing can follow it. Let its error end the transaction.",
        { cause: failure.error },
      );
    }
    try {
      signal?.throwIfAborted();
      hasWritten ||= statementKind(text) !== "read";
      const statement = { text, parameters: bindParameters(parameters), use };
      return await untilAborted(held.connection.execute(statement), signal, held.spoil);
    } catch (error) {
      failure = { error };
      throw error;
    }
  }

  return {
    get hasWritten() {
      return hasWritten;
    },
    run(text, parameters, use) {
      if (hasEnded) {
        return Promise.reject(new SqlError("SQL_TRANSACTION_INVALID", "The transaction has ended already."));
      }
      return turns.take(() => runNext(text, parameters, use));
    },
    async end() {
      await turns.idle();
      hasEnded = true;
      return failure;
    },
  };
}
