import type { CommandResult } from "../domain/command-result.js";
import type { Command } from "../domain/commands.js";
import type { DocumentRecord } from "../domain/records/document-record.js";
import type { Reservation } from "../domain/reservation.js";
import type { StoreTransaction } from "../ports/store.js";
import type { LedgerContext } from "./ledger-context.js";

/** What was found outside the store before commands are executed (again). */
export interface FoundElsewhere {
  /** By document id: documents of the archive that commands repeat, refund or cancel. */
  readonly documents?: ReadonlyMap<string, DocumentRecord>;
  /** By command id: reservations that the root granted to this child. */
  readonly reservations?: ReadonlyMap<string, Reservation>;
}

/**
 * Executes commands in order inside a transaction, each for itself: a rejected one changes nothing and hinders no other.
 * Takes what it needs under locks, decides, and writes; numbers are issued as the last step before the writes.
 */
export async function executeCommands(
  _context: LedgerContext,
  _transaction: StoreTransaction,
  _commands: readonly Command[],
  _found: FoundElsewhere = {},
): Promise<readonly CommandResult[]> {
  throw new Error("under way");
}
