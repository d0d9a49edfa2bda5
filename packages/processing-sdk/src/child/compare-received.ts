import { documentToken } from "../domain/protocol/document-token.js";
import type { HelloAnswer } from "../domain/protocol/messages.js";
import type { StoreTransaction } from "../ports/store.js";
import { type ChildState, childShard } from "./child-state.js";

/** How what the root received and what this child has fit together. */
export type ReceivedVerdict =
  | "same"
  /** The root has documents that this child never made, or made otherwise: it was restored from a backup. */
  | "regressed"
  /** The document is cleaned up: the answer is older than what is known already. */
  | "unknown";

/** Compares the document at the root's watermark with this child's own under the number. */
export async function compareReceived(
  transaction: StoreTransaction,
  { node, lastSeq }: ChildState,
  { received, receivedToken }: Pick<HelloAnswer, "received" | "receivedToken">,
): Promise<ReceivedVerdict> {
  if (received === 0n) return "same";
  if (received > lastSeq) return "regressed";
  const no = node.sequenceBase + received;
  const [document] = await transaction.range("documents", "byNo", { prefix: [childShard, no], limit: 1 });
  if (document === undefined) return "unknown";
  return documentToken(document) === receivedToken ? "same" : "regressed";
}
