import type { NodeName } from "../../schedule/step.js";
import type { Commit } from "../mirror.js";
import type { Mirrors, Watch } from "./watch.js";

/** Knows which documents a node has had. */
export interface Seen extends Watch {
  /**
   * The commit without new documents that the node has had before: one that was cleaned up comes back when it is refunded.
   * If it were booked again, balances would tell.
   */
  withoutReinstated(node: NodeName, commit: Commit): Commit;
}

/** Creates the watch. */
export function watchSeen(mirrors: Mirrors): Seen {
  const idsAt = (node: NodeName): Set<string> => new Set(mirrors[node].documents.keys());
  const seen = { root: idsAt("root"), a: idsAt("a"), b: idsAt("b") };
  const backups = { root: idsAt("root"), a: idsAt("a"), b: idsAt("b") };
  return {
    withoutReinstated(node, commit) {
      const { newDocuments } = commit;
      if (newDocuments.length === 0) return commit;
      const known = seen[node];
      const fresh = newDocuments.filter(({ id }) => !known.has(id));
      for (const { id } of fresh) known.add(id);
      return fresh.length === newDocuments.length ? commit : { ...commit, newDocuments: fresh };
    },
    backedUp(node) {
      backups[node] = new Set(seen[node]);
    },
    restored(node) {
      seen[node] = new Set(backups[node]);
    },
  };
}
