import type { DocumentKind } from "../document.js";
import type { TableDefinition } from "./record-value.js";

/** A movement document as a node keeps it. */
export type DocumentRecord = {
  readonly id: string;
  readonly shard: string;
  /** Order of recording at this node within the shard, gap-free, in the order of commits. Children have one shard. */
  readonly no: bigint;
  readonly kind: DocumentKind;
  readonly total: bigint;
  readonly currency: string;
  /**
   * JSON: `[[accountId, amount, balanceAfter, scope, entry], …]`, integers as decimal strings, scope `g` or `l`, in line
   * order. `entry` finds the posting at this node (`PostingRecord.entry`), so that archiving and cleaning up need no index
   * of postings by document; `"0"` where the line moved nothing here: local accounts of another node, suspended documents.
   */
  readonly lines: string;
  readonly contra: string;
  readonly reverses: string | null;
  readonly reservationId: string | null;
  /**
   * JSON: what was refunded, line by line, as decimal strings; null: nothing. A document that was refunded or cancelled is
   * never cleaned up: this row alone keeps its refunds from exceeding it.
   */
  readonly refunded: string | null;
  readonly isCancelled: boolean;
  readonly origin: string;
  /** At the root, of a document from a child: its sequence number. Null for the node's own documents. */
  readonly originSeq: bigint | null;
  readonly payloadHash: string;
  /** The run of the node that recorded it: a node that was restored from a backup is another run. */
  readonly run: string;
  /** `recorded`: a child's own. The others: see `DocumentState`. */
  readonly state:
    | "recorded"
    | "settled"
    | "suspended:unknown-account"
    | "suspended:account-state"
    | "rejected:malformed"
    | "archiveOnly";
  readonly occurredAtMs: number;
  /** At the root, of a document from a child: when it arrived. */
  readonly receivedAtMs: number | null;
  readonly recordedAtMs: number;
  /** JSON object of strings. */
  readonly meta: string;
};

export const documentTable = {
  fields: {
    id: { type: "id" },
    shard: { type: "id" },
    no: { type: "integer" },
    kind: { type: "id" },
    total: { type: "integer" },
    currency: { type: "id" },
    lines: { type: "text" },
    contra: { type: "id" },
    reverses: { type: "id", nullable: true },
    reservationId: { type: "id", nullable: true },
    refunded: { type: "text", nullable: true },
    isCancelled: { type: "boolean" },
    origin: { type: "id" },
    originSeq: { type: "integer", nullable: true },
    payloadHash: { type: "id" },
    run: { type: "id" },
    state: { type: "id" },
    occurredAtMs: { type: "instant" },
    receivedAtMs: { type: "instant", nullable: true },
    recordedAtMs: { type: "instant" },
    meta: { type: "text" },
  },
  key: ["id"],
  indexes: { byNo: ["shard", "no"] },
} as const satisfies TableDefinition<DocumentRecord>;
