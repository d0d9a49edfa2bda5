import type { NodeRecord } from "../domain/records/node-record.js";
import { ProcessingError } from "../errors.js";
import type { NodeStorage } from "../storage/node-storage.js";
import type { NodeOptions } from "./node-options.js";

/** Writes the record of a node at its first start; at the next ones checks that the store belongs to it. */
export async function startNode(
  storage: NodeStorage,
  role: NodeRecord["role"],
  { nodeId, ids, clock }: NodeOptions,
): Promise<void> {
  const first: NodeRecord = {
    id: "self",
    role,
    nodeId,
    incarnation: ids.uuid(),
    epoch: role === "root" ? ids.uuid() : "",
    sequenceBase: 0n,
    acked: 0n,
    settled: 0n,
    durable: 0n,
    resyncThrough: 0n,
    cursor: "{}",
    isCaughtUp: false,
    haltCode: "",
    createdAtMs: clock.now().getTime(),
    lastContactAtMs: null,
  };
  const known = await storage.online(async (transaction) => {
    const [node] = await transaction.read("node", [["self"]]);
    if (node === undefined) await transaction.write([{ table: "node", insert: [first] }]);
    return node ?? first;
  });
  if (known.role === role && known.nodeId === nodeId) return;
  throw new ProcessingError(
    "PROCESSING_OPTIONS_INVALID",
    `The store belongs to the ${known.role} node ${known.nodeId}: give the ${role} node ${nodeId} one of its own.`,
    { details: { path: "nodeId" } },
  );
}
