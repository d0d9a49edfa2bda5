import type { TableDefinition } from "./record-value.js";

/** What a node knows of itself: one record, with the id `self`. */
export type NodeRecord = {
  readonly id: "self";
  readonly role: "root" | "child";
  readonly nodeId: string;
  /** New at every install, and when a child finds that it was restored. */
  readonly incarnation: string;
  /**
   * Of the root. At a child that of the root it synchronises with, empty before the first contact; `~n` follows it when the
   * child began anew within it for the n-th time, so that what it pulled before counts as stale.
   */
  readonly epoch: string;
  /** At a child: documents up to this `no` belong to earlier incarnations; sequence number = no − base. */
  readonly sequenceBase: bigint;
  /** At a child: the root has received its documents up to this sequence number. */
  readonly acked: bigint;
  /** At a child: the root has settled them up to this one, and every account shows it. */
  readonly settled: bigint;
  /** At a child: the root has them archived and backed up to this one; they may be cleaned up. */
  readonly durable: bigint;
  /** At a child that takes a new incarnation: accounts stay unusable until the root has settled up to this one. */
  readonly resyncThrough: bigint;
  /** At a child: JSON, shard to update number, as decimal strings. */
  readonly cursor: string;
  /** At a child: whether the last pull reached the end of the feed. */
  readonly isCaughtUp: boolean;
  readonly createdAtMs: number;
  /** At a child: the code of the error that stopped synchronisation until a person lets it go on; empty: it runs. */
  readonly haltCode: string;
  /** At a child: when the root last answered. */
  readonly lastContactAtMs: number | null;
};

export const nodeTable = {
  fields: {
    id: { type: "id" },
    role: { type: "id" },
    nodeId: { type: "id" },
    incarnation: { type: "id" },
    epoch: { type: "id" },
    sequenceBase: { type: "integer" },
    acked: { type: "integer" },
    settled: { type: "integer" },
    durable: { type: "integer" },
    resyncThrough: { type: "integer" },
    cursor: { type: "text" },
    isCaughtUp: { type: "boolean" },
    haltCode: { type: "id" },
    createdAtMs: { type: "instant" },
    lastContactAtMs: { type: "instant", nullable: true },
  },
  key: ["id"],
  indexes: {},
} as const satisfies TableDefinition<NodeRecord>;
