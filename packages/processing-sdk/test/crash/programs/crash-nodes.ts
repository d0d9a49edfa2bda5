import { systemClock, systemIds, systemRandom } from "@opora/core";
import {
  type ChildNode,
  type Command,
  createChildNode,
  createRootNode,
  type ProcessingArchive,
  type ProcessingStore,
  type RootNode,
  type Transport,
} from "@opora/processing-sdk";
import { accountIds, openingBalance } from "./test-movements.js";

/** Name of the child in crash tests. */
export const childId = "child";
/** What the child proves itself by. */
export const childKey: Uint8Array = new Uint8Array(32).fill(7);

const ports = { clock: systemClock, ids: systemIds, random: systemRandom };
/** Small pages, so that many things are under way when a process dies. */
const settings = { pageSize: 40, archivePageSize: 40, maxBatch: 20 };

/** The root as the crash tests start it. */
export function startRoot(store: ProcessingStore, archive: ProcessingArchive): Promise<RootNode> {
  return createRootNode({ ...ports, store, archive, nodeId: "root", settings, children: [childId] });
}

/** The child as the crash tests start it. */
export function startChild(store: ProcessingStore, transport: Transport): Promise<ChildNode> {
  return createChildNode({ ...ports, store, transport, nodeId: childId, settings });
}

/** Opens the accounts of the test with their first money. Repeating it changes nothing. */
export async function openTestAccounts({ ledger }: RootNode): Promise<void> {
  const commands = accountIds.flatMap((id): readonly Command[] => [
    { type: "open", id, customerId: "customer", kind: "payment", currency: "RUB" },
    { type: "topUp", id: `opening-${id}`, accountId: id, amount: openingBalance },
  ]);
  for (const result of await ledger.batch(commands)) {
    if (result.status === "rejected") throw result.error;
  }
}
