import type { ConnectionSlots } from "./connection-slots.js";
import { SqlError } from "./errors.js";
import type { SqlConnection, SqlConnector } from "./ports/connector.js";

/** A connection in the hands of one user. */
export interface HeldConnection {
  readonly connection: SqlConnection;
  /** Marks the connection as unfit for another user. */
  readonly spoil: () => void;
  readonly isSpoilt: () => boolean;
  readonly giveBack: () => void;
}

/** Waits for a place, then for a connection. */
export async function holdConnection(
  slots: ConnectionSlots,
  connector: SqlConnector,
  signal: AbortSignal | undefined,
): Promise<HeldConnection> {
  const leaveSlot = await slots.take(signal);
  try {
    const connection = await connector.connect();
    let isSpoilt = false;
    return {
      connection,
      spoil: () => {
        isSpoilt = true;
      },
      isSpoilt: () => isSpoilt,
      giveBack: () => {
        if (isSpoilt) connection.discard();
        else connection.release();
        leaveSlot();
      },
    };
  } catch (error) {
    leaveSlot();
    throw error;
  }
}

/** Whether the connection broke: on a network engine the server rolls the transaction back by itself. */
export function isConnectionLost(error: unknown): boolean {
  return SqlError.is(error) && error.code === "SQL_UNAVAILABLE";
}

function isOutcomeUnknown(error: unknown): boolean {
  return SqlError.is(error) && error.code === "SQL_OUTCOME_UNKNOWN";
}

/**
 * Rolls back after `failure`, which stays the thing to report. A connection that is lost, busy with an abandoned statement
 * or unable to roll back is given up instead; its server then rolls back by itself.
 */
export async function rollBack(held: HeldConnection, failure: unknown): Promise<void> {
  if (isConnectionLost(failure) || isOutcomeUnknown(failure)) held.spoil();
  if (held.isSpoilt()) return;
  try {
    await held.connection.rollback();
  } catch {
    held.spoil();
  }
}
