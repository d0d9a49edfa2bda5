import type { DocumentKind } from "../document.js";
import type { AccountRecord } from "../records/account-record.js";

/** How far the feed of accounts was read, shard by shard; a missing shard is at 0. */
export type Cursor = Readonly<Record<string, bigint>>;

/** A document as a child sends it: one record with all its lines. */
export interface WireDocument {
  readonly seq: bigint;
  readonly id: string;
  readonly payloadHash: string;
  /** The run of the child that recorded it; with the id it is the document's token. */
  readonly run: string;
  readonly kind: DocumentKind;
  readonly total: bigint;
  readonly currency: string;
  readonly contra: string;
  readonly reverses: string | null;
  readonly reservationId: string | null;
  readonly occurredAtMs: number;
  readonly meta: string;
  /** Number of lines: a document that lost some on the way is refused. */
  readonly lineCount: number;
  readonly lines: readonly WireLine[];
}

/** One line of a {@link WireDocument}. */
export interface WireLine {
  readonly accountId: string;
  readonly amount: bigint;
  /** Local accounts are the child's own: the root archives their lines and moves nothing. */
  readonly scope: "global" | "local";
  readonly balanceAfter: bigint;
}

/** Greeting of a child: what it has. */
export interface Hello {
  /** Its last sequence number. */
  readonly lastSeq: bigint;
  readonly acked: bigint;
}

/** What the root has of the child. */
export interface HelloAnswer {
  readonly received: bigint;
  /** Token of the document at `received`; empty at 0. */
  readonly receivedToken: string;
  readonly settled: bigint;
  /** min(archived, backedUp). */
  readonly durable: bigint;
}

/** Documents of the child in order, from `acked + 1` on. */
export interface Push {
  readonly lastSeq: bigint;
  /** Token of the document before the first one, when the child still has it; otherwise empty. */
  readonly previousToken: string;
  readonly documents: readonly WireDocument[];
}

/** How far the root has received, and what the child may clean up. */
export interface PushAnswer {
  readonly received: bigint;
  readonly receivedToken: string;
  readonly durable: bigint;
}

/** Asks for accounts that changed. */
export interface Pull {
  readonly since: Cursor;
  readonly limit: number;
}

/** A page of the feed with the settled watermark, all from one snapshot. */
export interface PullAnswer {
  /** Repeats the request: an answer that does not continue the child's cursor is ignored. */
  readonly since: Cursor;
  readonly through: Cursor;
  /** Whether the page reached the end of the feed. */
  readonly isCaughtUp: boolean;
  /** The child's documents up to this sequence number are in the balances of this snapshot. */
  readonly settled: bigint;
  readonly durable: bigint;
  /** With `receivedToken` it tells a child that was restored from a backup that these watermarks are not of its documents. */
  readonly received: bigint;
  readonly receivedToken: string;
  readonly accounts: readonly FeedAccount[];
}

/** An account as the root tells of it. `allotted` is the part that this child may spend. */
export type FeedAccount = Pick<
  AccountRecord,
  | "id"
  | "customerId"
  | "kind"
  | "currency"
  | "shard"
  | "creditLimit"
  | "blocked"
  | "closed"
  | "description"
  | "spendMode"
  | "offlineLimit"
  | "confirmed"
  | "allotted"
  | "revision"
  | "updateNo"
  | "openedAtMs"
>;
