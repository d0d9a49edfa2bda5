/** What a movement document records. */
export type DocumentKind = "topUp" | "payment" | "transfer" | "refund" | "cancel" | "adjustment" | "suspense";

/** One account's part in a document. */
export interface Posting {
  /** From 1 on, in the order of the document. */
  readonly line: number;
  readonly accountId: string;
  /** Minor units: above zero a credit, below zero a debit. */
  readonly amount: bigint;
  /** The balance that the recording node showed after this posting. */
  readonly balanceAfter: bigint;
}

/**
 * Where a document stands. At a child `recorded` becomes `received` and `settled` as the root's watermarks pass it; at
 * the root a document is settled when it is written.
 */
export type DocumentState =
  | "recorded"
  | "received"
  | "settled"
  /** Booked on the suspense account of its origin: the account is unknown. */
  | "suspended:unknown-account"
  /** Booked on the suspense account of its origin: closed, blocked under the policy `suspend`, another currency. */
  | "suspended:account-state"
  /** Arrived from a child in a form that cannot be booked; kept for people. */
  | "rejected:malformed"
  /** Touches local accounts of its origin only: kept for the archive. */
  | "archiveOnly"
  | "archived";

/** A movement of money between accounts, or between accounts and the world outside (`contra`). Never changed once written. */
export interface MovementDocument {
  /** Given by the caller; the idempotency key. */
  readonly id: string;
  readonly kind: DocumentKind;
  readonly state: DocumentState;
  /** The amount that moved, above zero. */
  readonly total: bigint;
  readonly currency: string;
  readonly postings: readonly Posting[];
  /** The other side of the postings: a till, an issuer. Its balance is minus the sum of its postings, kept nowhere. */
  readonly contra: string;
  /** The document that this one refunds or cancels. */
  readonly reverses?: string;
  /** The reservation that this document captured. */
  readonly reservationId?: string;
  /** `nodeId:incarnation` of the node that recorded it. */
  readonly origin: string;
  /** Position among the documents of its origin, gap-free from 1 on; absent for documents of the root. */
  readonly originSeq?: bigint;
  /** By the clock of the origin, which may be wrong: nothing depends on it. */
  readonly occurredAt: Date;
  /** By the clock of this node. */
  readonly recordedAt: Date;
  readonly meta: Readonly<Record<string, string>>;
  /** SHA-256 of the command, in hexadecimal. */
  readonly payloadHash: string;
}
