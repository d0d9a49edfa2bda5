import type { StoreDump } from "@opora/processing-sdk/testing";
import type { NodeName } from "../schedule/step.js";
import type { System } from "./system.js";

/** The last backup of each node. */
export interface Backups {
  /** Backs a node up; at the root it confirms the backup. */
  backUp(node: NodeName): Promise<string>;
  /** The node comes back from its last backup. */
  restore(node: NodeName, isDeclared: boolean): Promise<string>;
}

/** Creates backups that hold what the system begins with. */
export function createBackups(system: System, dumps: Readonly<Record<NodeName, StoreDump>>): Backups {
  const last: Record<NodeName, StoreDump> = { ...dumps };

  async function take(node: NodeName): Promise<void> {
    last[node] = await system.memories[node].dump();
    system.onlooker.backedUp(node);
  }

  return {
    backUp: (node) =>
      system.attempt(node, async () => {
        if (node !== "root") return take(node);
        const root = system.root();
        const mark = await root.markBackup();
        await take(node);
        return root.confirmBackup(mark);
      }),
    async restore(node, isDeclared) {
      await system.memories[node].restoreFrom(last[node]);
      system.onlooker.restored(node, last[node]);
      await system.start(node);
      return system.attempt(node, async () => {
        if (node === "root") await system.root().declareRestored();
        else if (isDeclared) await system.child(node).sync.declareRestored();
      });
    },
  };
}
