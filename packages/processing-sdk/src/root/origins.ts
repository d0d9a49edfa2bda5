import type { NodeRecord } from "../domain/records/node-record.js";
import type { OriginRecord } from "../domain/records/origin-record.js";
import { ProcessingError } from "../errors.js";
import type { StoreTransaction } from "../ports/store.js";
import type { RootContext } from "./root-context.js";

/** Most incarnations of one child: each restore of it makes one. */
const incarnationsMax = 1000;

/** The root's record of itself. */
export async function readRoot(transaction: StoreTransaction): Promise<NodeRecord> {
  const [node] = await transaction.read("node", [["self"]]);
  if (node?.role === "root") return node;
  throw new ProcessingError("PROCESSING_STORE_CORRUPT", "The store is not that of a root that was started.");
}

/** Takes an origin under lock; one that was never heard of is at 0. */
export async function lockOrigin(
  { ledgerContext }: RootContext,
  transaction: StoreTransaction,
  originId: string,
  nodeId: string,
): Promise<{ readonly origin: OriginRecord; readonly isNew: boolean }> {
  const [origin] = await transaction.read("origins", [[originId]], { lock: "update" });
  if (origin !== undefined) return { origin, isNew: false };
  const others = await transaction.range("origins", "byNode", { prefix: [nodeId], limit: incarnationsMax });
  if (others.length === incarnationsMax) {
    throw new ProcessingError("PROCESSING_OVERLOADED", `${nodeId} has had ${incarnationsMax} incarnations already.`);
  }
  const nowMs = ledgerContext.clock.now().getTime();
  return { origin: newOrigin(originId, nodeId, nowMs), isNew: true };
}

/** An origin of which nothing was received. */
export function newOrigin(originId: string, nodeId: string, nowMs: number): OriginRecord {
  return {
    originId,
    nodeId,
    received: 0n,
    receivedToken: "",
    settled: 0n,
    archived: 0n,
    backedUp: 0n,
    announced: 0n,
    firstContactAtMs: nowMs,
    lastContactAtMs: nowMs,
  };
}

/** Up to which sequence number the child may clean up. */
export function durableOf({ archived, backedUp }: OriginRecord, backups: RootContext["backups"]): bigint {
  return backups === "none" || archived < backedUp ? archived : backedUp;
}
