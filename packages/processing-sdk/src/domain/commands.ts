import type { AccountKind, AccountScope, SpendMode } from "./account.js";
import type { PaymentScheme } from "./scheme.js";

/** What every command carries. */
export interface CommandIdentity {
  /**
   * Given by the caller, 1 to 64 characters, best a UUIDv7. The same id with the same content returns the stored result;
   * with other content it is refused with `PROCESSING_IDEMPOTENCY_CONFLICT`.
   */
  readonly id: string;
}

/** What every command that moves money may carry. */
export interface MovementDetails {
  /** Default: the clock of the node. */
  readonly occurredAt?: Date;
  /** The other side: a till, an issuer; 1 to 64 characters. Default: `node:<nodeId>`. */
  readonly contra?: string;
  /** Up to 32 entries for the host's own use, at most 4 KiB in all. */
  readonly meta?: Readonly<Record<string, string>>;
}

/** Parameters of an account that can be changed after it was opened. Absent ones stay as they are. */
export interface AccountParameters {
  readonly creditLimit?: bigint;
  readonly blocked?: boolean;
  readonly closed?: boolean;
  readonly description?: string;
  readonly spendMode?: SpendMode;
}

/** Opens an account; its id is the id of the command. Global accounts: at the root only. Local ones: anywhere. */
export interface OpenAccount extends CommandIdentity, AccountParameters {
  readonly type: "open";
  readonly customerId: string;
  readonly kind: AccountKind;
  readonly currency: string;
  /** Default: `global`. */
  readonly scope?: AccountScope;
}

/** Changes parameters of an account. Closing one with a balance needs `sweepTo`. */
export interface ChangeParameters extends CommandIdentity, AccountParameters {
  readonly type: "changeParameters";
  readonly accountId: string;
  /** Refused with `PROCESSING_REVISION_CONFLICT` unless the account has this revision. */
  readonly ifRevision?: bigint;
  /** With `closed: true`: the account that takes the balance, by a transfer with the id of this command. */
  readonly sweepTo?: string;
}

/** Grants a child a further right to spend from an account in spend mode `allotment`. Root only. */
export interface Allot extends CommandIdentity {
  readonly type: "allot";
  readonly accountId: string;
  readonly nodeId: string;
  /** Minor units, above zero; at most what is available at the root. */
  readonly amount: bigint;
}

/** Credits an account from outside. */
export interface TopUp extends CommandIdentity, MovementDetails {
  readonly type: "topUp";
  readonly accountId: string;
  readonly amount: bigint;
}

/** Pays from the accounts of a customer by a scheme, or from one account. */
export interface Pay extends CommandIdentity, MovementDetails {
  readonly type: "pay";
  readonly total: bigint;
  readonly currency: string;
  readonly from: { readonly accountId: string } | { readonly customerId: string; readonly scheme: PaymentScheme };
}

/** Moves money between two accounts of one currency. */
export interface Transfer extends CommandIdentity, MovementDetails {
  readonly type: "transfer";
  readonly from: string;
  readonly to: string;
  readonly amount: bigint;
}

/** Gives back a payment, wholly or in part. Refunds of one document never exceed it, line by line. */
export interface Refund extends CommandIdentity, MovementDetails {
  readonly type: "refund";
  readonly documentId: string;
  /** Split over the lines by largest remainder, last line first. Default: everything not refunded yet. */
  readonly amount?: bigint;
  /** Instead of `amount`: how much of which line. */
  readonly lines?: readonly { readonly line: number; readonly amount: bigint }[];
}

/** Takes a document back wholly. Refused once anything of it was refunded. */
export interface Cancel extends CommandIdentity, MovementDetails {
  readonly type: "cancel";
  readonly documentId: string;
}

/** A correction by a person: any postings, credits and debits. Root, or local accounts. May overdraw when it says so. */
export interface Adjust extends CommandIdentity, MovementDetails {
  readonly type: "adjust";
  readonly currency: string;
  readonly postings: readonly { readonly accountId: string; readonly amount: bigint }[];
  /** Default: `refuse`. */
  readonly overdraft?: "refuse" | "allow";
  readonly reason: string;
}

/** Holds money for a payment that is captured or released later. */
export interface Reserve extends CommandIdentity {
  readonly type: "reserve";
  readonly total: bigint;
  readonly currency: string;
  readonly from: Pay["from"];
  readonly expiresAt: Date;
  /** The node that may capture it. Default: the node that executes the command. */
  readonly nodeId?: string;
}

/** Turns a reservation into a payment of its whole amount or less; the rest is released. */
export interface Capture extends CommandIdentity, MovementDetails {
  readonly type: "capture";
  readonly reservationId: string;
  /** Default: the whole reservation. */
  readonly amount?: bigint;
}

/** Gives up a reservation. */
export interface Release extends CommandIdentity {
  readonly type: "release";
  readonly reservationId: string;
}

/** A command that moves money. */
export type MovementCommand = TopUp | Pay | Transfer | Refund | Cancel | Adjust | Capture;

/** Everything that a ledger can be told to do. */
export type Command = OpenAccount | ChangeParameters | Allot | Reserve | Release | MovementCommand;
