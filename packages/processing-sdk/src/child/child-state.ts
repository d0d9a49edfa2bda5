import type { NodeRecord } from "../domain/records/node-record.js";
import { ProcessingError } from "../errors.js";
import type { StoreTransaction } from "../ports/store.js";
import { readCounter } from "../storage/cursors.js";

/** A child's documents have one shard. */
export const childShard = "0";

/** What the child knows of itself, with its last document. */
export interface ChildState {
  readonly node: NodeRecord;
  /** Number of the last document, of whichever incarnation. */
  readonly lastNo: bigint;
  /** Its sequence number; 0 when this incarnation has none. */
  readonly lastSeq: bigint;
}

/** Reads the state; under lock where it is to be changed. */
export async function readChildState(
  transaction: StoreTransaction,
  options: { readonly lock?: "update" } = {},
): Promise<ChildState> {
  const [node] = await transaction.read("node", [["self"]], options);
  if (node?.role !== "child") {
    throw new ProcessingError("PROCESSING_STORE_CORRUPT", "The store is not that of a child that was started.");
  }
  const lastNo = await readCounter(transaction, "documents", childShard);
  return { node, lastNo, lastSeq: lastNo - node.sequenceBase };
}
