import type { Account } from "../domain/account.js";
import type { CommandResult } from "../domain/command-result.js";
import type {
  Adjust,
  Allot,
  Cancel,
  Capture,
  ChangeParameters,
  Command,
  OpenAccount,
  Pay,
  Refund,
  Release,
  Reserve,
  TopUp,
  Transfer,
} from "../domain/commands.js";
import type { MovementDocument } from "../domain/document.js";
import type { Reservation } from "../domain/reservation.js";
import type { PortOptions } from "../ports/store.js";

/** A command as its own method takes it. */
export type Arguments<Type extends Command> = Omit<Type, "type">;

/** One posting in the history of an account. */
export interface HistoryEntry {
  /** From 1 on, gap-free per account and node. */
  readonly entry: bigint;
  readonly documentId: string;
  readonly line: number;
  readonly amount: bigint;
  readonly balanceAfter: bigint;
  readonly recordedAt: Date;
}

/** Which part of a history to read. */
export interface HistoryQuery {
  readonly accountId: string;
  /** Default: from the latest on. */
  readonly beforeEntry?: bigint;
  /** Default: 100; limit: 10,000. */
  readonly limit?: number;
}

/**
 * The accounts and documents of one node. Each command resolves when its result is durable, and rejects with a
 * `ProcessingError`; one whose `outcome` is `unknown` is repeated with the same id. Calls of many callers share commits.
 */
export interface Ledger {
  open(command: Arguments<OpenAccount>, options?: PortOptions): Promise<Account>;
  changeParameters(command: Arguments<ChangeParameters>, options?: PortOptions): Promise<Account>;
  allot(command: Arguments<Allot>, options?: PortOptions): Promise<Account>;
  topUp(command: Arguments<TopUp>, options?: PortOptions): Promise<MovementDocument>;
  pay(command: Arguments<Pay>, options?: PortOptions): Promise<MovementDocument>;
  transfer(command: Arguments<Transfer>, options?: PortOptions): Promise<MovementDocument>;
  refund(command: Arguments<Refund>, options?: PortOptions): Promise<MovementDocument>;
  cancel(command: Arguments<Cancel>, options?: PortOptions): Promise<MovementDocument>;
  adjust(command: Arguments<Adjust>, options?: PortOptions): Promise<MovementDocument>;
  reserve(command: Arguments<Reserve>, options?: PortOptions): Promise<Reservation>;
  capture(command: Arguments<Capture>, options?: PortOptions): Promise<MovementDocument>;
  release(command: Arguments<Release>, options?: PortOptions): Promise<Reservation>;
  /** Executes 1 to 10,000 commands in order, each for itself: a rejected one hinders no other. */
  batch(commands: readonly Command[], options?: PortOptions): Promise<readonly CommandResult[]>;
  account(id: string, options?: PortOptions): Promise<Account>;
  accountsOf(customerId: string, options?: PortOptions): Promise<readonly Account[]>;
  /** Postings of an account at this node, the latest first; the archive is asked for those that were cleaned up. */
  history(query: HistoryQuery, options?: PortOptions): Promise<readonly HistoryEntry[]>;
  /** The balance that this node showed at a moment of its own clock. */
  balanceAt(accountId: string, moment: Date, options?: PortOptions): Promise<bigint>;
  document(id: string, options?: PortOptions): Promise<MovementDocument>;
}
