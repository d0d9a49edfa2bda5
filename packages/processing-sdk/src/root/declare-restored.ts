import type { Ids } from "@opora/core";
import { appendEvents } from "../events/append-events.js";
import type { PortOptions } from "../ports/store.js";
import { readRoot } from "./origins.js";
import type { RootContext } from "./root-context.js";

/** What declaring needs. */
export interface RestoredRoot extends Pick<RootContext, "storage" | "ledgerContext"> {
  readonly ids: Ids;
}

/** Gives the root a new epoch and says so in the log. */
export async function declareRestored(
  { storage, ids, ledgerContext }: RestoredRoot,
  options: PortOptions = {},
): Promise<string> {
  const epoch = ids.uuid();
  await storage.online(async (transaction) => {
    const former = await readRoot(transaction);
    // Run again after a commit whose answer was lost.
    if (former.epoch === epoch) return;
    const { clock, nodeId } = ledgerContext;
    await appendEvents(transaction, nodeId, clock.now().getTime(), [
      { type: "root.restored", subject: nodeId, data: { epoch, formerEpoch: former.epoch } },
    ]);
    await transaction.write([{ table: "node", patch: [{ id: "self", epoch }] }]);
  }, options);
  return epoch;
}
