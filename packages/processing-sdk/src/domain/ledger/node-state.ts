import type { NodeRecord } from "../records/node-record.js";

/** What deciding about commands needs of the node's own record. */
export interface NodeState {
  readonly role: "root" | "child";
  readonly nodeId: string;
  /** `nodeId:incarnation`. */
  readonly origin: string;
  /** Of the node, new at every start. */
  readonly run: string;
  readonly epoch: string;
  /** At a child with a new incarnation: the root has not settled yet what the one before had done. */
  readonly isResynchronising: boolean;
  readonly sequenceBase: bigint;
  readonly acked: bigint;
  readonly settled: bigint;
  readonly durable: bigint;
}

/** Takes the state of a node from its record. */
export function toNodeState(record: NodeRecord, run: string): NodeState {
  const { role, nodeId, epoch, sequenceBase, acked, settled, durable } = record;
  return {
    role,
    nodeId,
    origin: `${nodeId}:${record.incarnation}`,
    run,
    epoch,
    isResynchronising: role === "child" && settled < record.resyncThrough,
    sequenceBase,
    acked,
    settled,
    durable,
  };
}

/** Over which of `shards` feeds the accounts of a customer go: always the same one (FNV-1a of the id). */
export function shardOf(customerId: string, shards: number): string {
  if (shards === 1) return "0";
  let hash = 0x811c9dc5;
  for (let index = 0; index < customerId.length; index += 1) {
    hash = Math.imul(hash ^ customerId.charCodeAt(index), 0x01000193);
  }
  return String((hash >>> 0) % shards);
}
