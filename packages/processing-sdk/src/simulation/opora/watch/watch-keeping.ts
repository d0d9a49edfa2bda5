import type { DocumentRecord } from "@opora/processing-sdk";
import type { NodeName } from "../../schedule/step.js";
import { type Breach, breach } from "../../verdict.js";
import { areSameLines, linesOf } from "../document-line.js";
import type { Commit } from "../mirror.js";
import type { WorldArchive } from "../world-archive.js";
import type { Instance } from "./instance.js";
import type { Instances } from "./instances.js";
import type { Watch } from "./watch.js";
import type { Bookings } from "./watch-bookings.js";

/** Follows that nothing is deleted which is not kept elsewhere (I12), and that everything is archived in the end (I6). */
export function watchKeeping(instances: Instances, bookings: Bookings, archive: WorldArchive): Watch {
  let isRootRestored = false;

  /**
   * Where one id was used for two documents, a restored root may book the other one first: the archive, which was not
   * restored, then has what was first before.
   */
  const isContested = (instance: Instance): boolean =>
    isRootRestored && instances.withId(instance.id).some((other) => !isSame(other, instance));

  function followRemovals(node: NodeName, commit: Commit): Breach | undefined {
    for (const record of commit.removedDocuments) {
      const what = `${node} deletes ${record.id}`;
      const instance = instances.withId(record.id).find(({ payloadHash }) => payloadHash === record.payloadHash);
      if (instance === undefined) continue;
      if (isContested(instance)) continue;
      if (!bookings.isBooked(instance)) return breach("cleanupSafety", `${what}, which the root has not booked`);
      if (!archive.documents.has(bookings.idAtRoot(instance))) {
        return breach("cleanupSafety", `${what}, which is not archived`);
      }
      if (!bookings.isBackedUp(instance)) return breach("cleanupSafety", `${what}, which is in no backup`);
    }
    return undefined;
  }

  /** Two nodes may have split one payment in two ways: the first to arrive stands. */
  const isOneOf = (archived: DocumentRecord, id: string): boolean => {
    const { payloadHash } = archived;
    const lines = linesOf(archived);
    return instances.withId(id).some((instance) => isSame(instance, { payloadHash, lines }));
  };

  return {
    committed: followRemovals,
    restored(node) {
      if (node === "root") isRootRestored = true;
    },
    checkAtRest() {
      for (const instance of instances.all()) {
        if (instance.fate === "lost" || isContested(instance)) continue;
        const archived = archive.documents.get(bookings.idAtRoot(instance));
        if (archived === undefined) return breach("noLoss", `${instance.id} of ${instance.node} is not in the archive`);
        if (archived.payloadHash !== instance.payloadHash || !isOneOf(archived, instance.id)) {
          return breach("noLoss", `${instance.id} of ${instance.node} is another document in the archive`);
        }
      }
      if (archive.rows.length > archive.documents.size)
        return breach("noLoss", "a document is several times in the archive");
      const contradiction = archive.contradictions.find((id) => !instances.withId(id).some(isContested));
      return contradiction === undefined
        ? undefined
        : breach("noLoss", `${contradiction} was archived again as another document`);
    },
  };
}

function isSame(
  left: Pick<Instance, "payloadHash" | "lines">,
  right: Pick<Instance, "payloadHash" | "lines">,
): boolean {
  return left.payloadHash === right.payloadHash && areSameLines(left.lines, right.lines);
}
