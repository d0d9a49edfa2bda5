import type { Change } from "@opora/processing-sdk";
import type { StoreDump } from "@opora/processing-sdk/testing";
import type { NodeName } from "../schedule/step.js";
import type { Breach, Invariant } from "../verdict.js";
import { createMirror, type Mirror } from "./mirror.js";
import { watchInstances } from "./watch/instances.js";
import type { Watch } from "./watch/watch.js";
import { watchBookings } from "./watch/watch-bookings.js";
import { watchKeeping } from "./watch/watch-keeping.js";
import { watchNumbers } from "./watch/watch-numbers.js";
import { type Results, watchResults } from "./watch/watch-results.js";
import { watchSafety } from "./watch/watch-safety.js";
import { watchSeen } from "./watch/watch-seen.js";
import { watchView } from "./watch/watch-view.js";
import type { WorldArchive } from "./world-archive.js";

/**
 * Who looks at the system from outside: it follows what each store commits and what callers are told, keeps a truth of its
 * own, and compares. It shares no code with the services.
 */
export interface Onlooker {
  readonly mirrors: Readonly<Record<NodeName, Mirror>>;
  readonly results: Results;
  committed(node: NodeName, changes: readonly Change[]): void;
  backedUp(node: NodeName): void;
  restored(node: NodeName, dump: StoreDump): void;
  /** Notes what somebody else found. */
  note(found: Breach | undefined): void;
  /** The first breach so far. */
  found(): Breach | undefined;
  checkAtRest(): Breach | undefined;
}

/** Creates an onlooker of a system that holds `dumps`; it tells of `invariants` only. */
export function createOnlooker(
  dumps: Readonly<Record<NodeName, StoreDump>>,
  archive: WorldArchive,
  invariants: readonly Invariant[],
): Onlooker {
  const mirrors = { root: createMirror(), a: createMirror(), b: createMirror() };
  for (const node of ["root", "a", "b"] as const) mirrors[node].replaceBy(dumps[node]);
  const instances = watchInstances(mirrors);
  const bookings = watchBookings(mirrors, instances);
  const results = watchResults(mirrors);
  const seen = watchSeen(mirrors);
  const watches: readonly Watch[] = [
    seen,
    instances,
    bookings,
    watchNumbers(mirrors),
    watchView(mirrors, instances),
    watchSafety(mirrors, instances),
    watchKeeping(instances, bookings, archive),
    results,
  ];
  let first: Breach | undefined;
  const note = (found: Breach | undefined): void => {
    if (found !== undefined && invariants.includes(found.invariant)) first ??= found;
  };
  return {
    mirrors,
    results,
    committed(node, changes) {
      const commit = seen.withoutReinstated(node, mirrors[node].follow(changes));
      for (const watch of watches) note(watch.committed?.(node, commit));
    },
    backedUp(node) {
      for (const watch of watches) {
        watch.backedUp?.(node);
      }
    },
    restored(node, dump) {
      mirrors[node].replaceBy(dump);
      for (const watch of watches) watch.restored?.(node);
    },
    note,
    found: () => first,
    checkAtRest() {
      for (const watch of watches) note(watch.checkAtRest?.());
      return first;
    },
  };
}
