import type { AccountScope } from "../account.js";
import type { TableDefinition } from "./record-value.js";

/** An account as a node keeps it. */
export type AccountRecord = {
  readonly id: string;
  readonly customerId: string;
  readonly kind: string;
  readonly currency: string;
  readonly scope: AccountScope;
  /** Which of the root's feeds carries the account. */
  readonly shard: string;
  readonly creditLimit: bigint;
  readonly blocked: boolean;
  readonly closed: boolean;
  readonly description: string;
  readonly spendMode: "trust" | "limit" | "reserve" | "allotment";
  /** With spend mode `limit`; otherwise 0. */
  readonly offlineLimit: bigint;
  /** At the root, and of a local account: the balance. Of a global one at a child: what the root confirmed. */
  readonly confirmed: bigint;
  /** At a child: the sum of own postings above `settledEntry`. Otherwise 0. */
  readonly pending: bigint;
  /** The debits in `pending`, as a sum of at most 0. */
  readonly pendingDebits: bigint;
  /** Held by open reservations at this node. */
  readonly reserved: bigint;
  /** At the root: allotted to all children and not spent yet. At a child: allotted to it, as of `confirmed`. */
  readonly allotted: bigint;
  /** Of the parameters. */
  readonly revision: bigint;
  /** The root's number of the last change; unique within the shard, growing in the order of commits. 0: not in the feed. */
  readonly updateNo: bigint;
  /** At a child: `confirmed` contains the child's documents up to this sequence number. */
  readonly watermark: bigint;
  /** At a child: the epoch of the root that confirmed the row. Other than the node's: not usable. */
  readonly epoch: string;
  /** How many postings the account has had at this node; the last one's {@link PostingRecord.entry}. */
  readonly entries: bigint;
  /** At a child: postings up to this entry are part of `confirmed`. */
  readonly settledEntry: bigint;
  readonly openedAtMs: number;
  /** SHA-256 of the command that opened it; empty at a child for a global account. */
  readonly openHash: string;
};

export const accountTable = {
  fields: {
    id: { type: "id" },
    customerId: { type: "id" },
    kind: { type: "id" },
    currency: { type: "id" },
    scope: { type: "id" },
    shard: { type: "id" },
    creditLimit: { type: "integer" },
    blocked: { type: "boolean" },
    closed: { type: "boolean" },
    description: { type: "text" },
    spendMode: { type: "id" },
    offlineLimit: { type: "integer" },
    confirmed: { type: "integer" },
    pending: { type: "integer" },
    pendingDebits: { type: "integer" },
    reserved: { type: "integer" },
    allotted: { type: "integer" },
    revision: { type: "integer" },
    updateNo: { type: "integer" },
    watermark: { type: "integer" },
    epoch: { type: "id" },
    entries: { type: "integer" },
    settledEntry: { type: "integer" },
    openedAtMs: { type: "instant" },
    openHash: { type: "id" },
  },
  key: ["id"],
  indexes: { byCustomer: ["customerId", "id"], byFeed: ["shard", "updateNo", "id"] },
} as const satisfies TableDefinition<AccountRecord>;
