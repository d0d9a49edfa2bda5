import type { PortOptions } from "../ports/store.js";

/** A document of a child whose accounts could not take it. */
export interface Suspension {
  readonly documentId: string;
  readonly status: "open" | "redriven";
  /** `nodeId:incarnation` of the child, and the position among its documents. */
  readonly origin: string;
  readonly originSeq: bigint;
  readonly reason: "unknown-account" | "account-state" | "currency" | "conflict" | "malformed";
  /** The account, or with `conflict` the id in conflict. */
  readonly subject: string;
  /** Where its money stands meanwhile. */
  readonly suspenseAccountId: string;
  readonly currency: string;
  /** Minor units. */
  readonly amount: bigint;
  readonly recordedAt: Date;
  readonly resolvedAt?: Date;
  readonly resolvedBy?: string;
}

/** Which suspensions to read. */
export interface SuspensionQuery {
  /** Default: `open`. */
  readonly status?: "open" | "redriven";
  /** Beyond this id. */
  readonly after?: string;
  /** Default: 100; limit: 10,000. */
  readonly limit?: number;
}

/** How to redrive a document. */
export interface RedriveOptions extends PortOptions {
  /** Accounts in place of those that the document names: from its account to the right one. */
  readonly replace?: Readonly<Record<string, string>>;
}

/** What a run of redriving did. */
export interface RedriveReport {
  readonly redriven: number;
  /** Those whose accounts still cannot take them. */
  readonly refused: number;
  /** Whether every open suspension was tried. */
  readonly isFinished: boolean;
}
