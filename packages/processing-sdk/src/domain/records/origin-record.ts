import type { TableDefinition } from "./record-value.js";

/** At the root: a child's incarnation and how far its documents have come. `archived ≤ settled ≤ received`. */
export type OriginRecord = {
  /** `nodeId:incarnation`. */
  readonly originId: string;
  readonly nodeId: string;
  readonly received: bigint;
  /** Of the document at `received`; empty at 0. A child that has another one there was restored from a backup. */
  readonly receivedToken: string;
  readonly settled: bigint;
  readonly archived: bigint;
  /** Part of a backup that the host confirmed. */
  readonly backedUp: bigint;
  /** The child's last sequence number, as it said at the last contact. */
  readonly announced: bigint;
  readonly firstContactAtMs: number;
  readonly lastContactAtMs: number;
};

export const originTable = {
  fields: {
    originId: { type: "id" },
    nodeId: { type: "id" },
    received: { type: "integer" },
    receivedToken: { type: "id" },
    settled: { type: "integer" },
    archived: { type: "integer" },
    backedUp: { type: "integer" },
    announced: { type: "integer" },
    firstContactAtMs: { type: "instant" },
    lastContactAtMs: { type: "instant" },
  },
  key: ["originId"],
  indexes: { byNode: ["nodeId", "originId"] },
} as const satisfies TableDefinition<OriginRecord>;
