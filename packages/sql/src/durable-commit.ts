import type { SqlEngine } from "./domain/engine.js";
import { SqlError } from "./errors.js";
import { isConnectionLost } from "./held-connection.js";
import type { SqlConnection } from "./ports/connector.js";

/** Whether a commit must survive a power failure. */
export type Durability =
  /** Checked inside the first writing transaction of each connection; refused with `SQL_NOT_DURABLE` otherwise. */
  | "required"
  /** Not checked: for tests, caches and imports that can be repeated. */
  | "relaxed";

/** Commits, after having made sure once per connection that a commit means something. */
export interface DurableCommit {
  commit(connection: SqlConnection, hasWritten: boolean): Promise<void>;
  /** Whether the next write on the connection needs the check, and so a transaction of its own around it. */
  isUnproven(connection: SqlConnection): boolean;
}

export function createDurableCommit(engine: SqlEngine, durability: Durability): DurableCommit {
  const proven = new WeakSet<SqlConnection>();
  const isUnproven = (connection: SqlConnection): boolean => durability === "required" && !proven.has(connection);

  return {
    isUnproven,
    async commit(connection, hasWritten) {
      // After the first write, since some builds of SQLite lower their setting only then; before the commit, so that
      // nothing was acknowledged when the answer is no.
      if (hasWritten && isUnproven(connection)) {
        const gap = await connection.findDurabilityGap();
        if (gap !== undefined) throw notDurable(engine, gap);
        proven.add(connection);
      }
      try {
        await connection.commit();
      } catch (error) {
        throw isConnectionLost(error) ? outcomeUnknown(engine, error) : error;
      }
    },
  };
}

/** The error for a write whose answer never came. */
export function outcomeUnknown(engine: SqlEngine, cause: unknown): SqlError {
  return new SqlError(
    "SQL_OUTCOME_UNKNOWN",
    `The connection to ${engine} was lost during a commit. Read whether the change is there before repeating it.`,
    { cause, details: { engine } },
  );
}

function notDurable(engine: SqlEngine, gap: string): SqlError {
  return new SqlError(
    "SQL_NOT_DURABLE",
    `A commit on ${engine} would not survive a power failure: ${gap}. Nothing was written. Change the setting, or open ` +
      'the database with durability "relaxed" if its content can be lost.',
    { details: { engine, gap } },
  );
}
