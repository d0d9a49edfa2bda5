import type { Command } from "@opora/processing-sdk";
import { createMemoryStore, type StoreDump } from "@opora/processing-sdk/testing";
import {
  currency,
  customerId,
  globalAccounts,
  localAccounts,
  openingAllotment,
  openingBalance,
} from "../schedule/population.js";
import type { NodeName } from "../schedule/step.js";
import type { Invariant } from "../verdict.js";
import type { World } from "../world.js";
import { createOporaWorld } from "./create-opora-world.js";
import { runCycle, runRootWork } from "./duties.js";
import { createOnlooker } from "./onlooker.js";
import { type System, startSystem } from "./system.js";
import { childNames } from "./watch/watch.js";
import { createWorldArchive } from "./world-archive.js";

const atRoot: readonly Command[] = [
  ...globalAccounts.map(
    (id): Command => ({
      type: "open",
      id,
      customerId,
      kind: id === "quota" ? "saving" : id,
      currency,
      ...(id === "quota" && { spendMode: "allotment" as const }),
    }),
  ),
  ...globalAccounts.map(
    (accountId): Command => ({ type: "topUp", id: `opening-${accountId}`, accountId, amount: openingBalance }),
  ),
  ...childNames.map(
    (nodeId): Command => ({
      type: "allot",
      id: `opening-quota-${nodeId}`,
      accountId: "quota",
      nodeId,
      amount: openingAllotment,
    }),
  ),
];

/** Lets a system come to the state in which schedules begin, once; then creates worlds in that state. */
export async function prepareOpora(
  packetSize: number,
  invariants: readonly Invariant[],
): Promise<() => Promise<World>> {
  const archive = createWorldArchive();
  const empty = await createMemoryStore().dump();
  const nothing = { root: empty, a: empty, b: empty };
  const onlooker = createOnlooker(nothing, archive, []);
  const system = await startSystem({ dumps: nothing, archive, onlooker, packetSize });
  await execute(system, "root", atRoot);
  for (const child of childNames) {
    const till: Command = {
      type: "open",
      id: localAccounts[child],
      customerId,
      kind: "till",
      currency,
      scope: "local",
    };
    await execute(system, child, [till]);
    await runCycle(system, child);
  }
  await runRootWork(system);
  const { memories } = system;
  const dumps: Readonly<Record<NodeName, StoreDump>> = {
    root: await memories.root.dump(),
    a: await memories.a.dump(),
    b: await memories.b.dump(),
  };
  const archived = [...archive.documents.values()];
  return async () => {
    const ownArchive = createWorldArchive(archived);
    return createOporaWorld({
      dumps,
      archive: ownArchive,
      onlooker: createOnlooker(dumps, ownArchive, invariants),
      packetSize,
    });
  };
}

async function execute(system: System, at: NodeName, commands: readonly Command[]): Promise<void> {
  const ledger = at === "root" ? system.root().ledger : system.child(at).ledger;
  for (const result of await ledger.batch(commands)) {
    if (result.status === "rejected") throw result.error;
  }
}
