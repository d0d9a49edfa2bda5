import type { Records } from "@opora/processing-sdk";
import type { ChildName } from "../../schedule/step.js";
import { type Breach, breach } from "../../verdict.js";
import { largerOf } from "../larger.js";
import type { Commit } from "../mirror.js";
import { type Mirrors, selfOf, type Watch } from "./watch.js";

/** Follows numbers that only grow (I5): update numbers, watermarks, cursors. */
export function watchNumbers(mirrors: Mirrors): Watch {
  let feedNo = highestFeedNo(mirrors);
  const origins = new Map<string, Records["origins"]>(mirrors.root.origins);
  const selves = new Map<ChildName, Records["node"]>();

  function followRoot(commit: Commit): Breach | undefined {
    const numbers = [...new Map(commit.put.accounts.map(({ id, updateNo }) => [id, updateNo])).values()];
    const fresh = numbers.filter((updateNo) => updateNo > feedNo);
    if (new Set(fresh).size !== fresh.length) return breach("monotone", "two accounts have one update number");
    for (const updateNo of fresh) feedNo = largerOf(feedNo, updateNo);
    for (const origin of commit.put.origins) {
      const found = checkOrigin(origin);
      if (found !== undefined) return found;
      origins.set(origin.originId, origin);
    }
    return undefined;
  }

  function checkOrigin(origin: Records["origins"]): Breach | undefined {
    const { originId, received, settled, archived, backedUp } = origin;
    const before = origins.get(originId);
    for (const name of ["received", "settled", "archived", "backedUp"] as const) {
      if (before !== undefined && origin[name] < before[name]) {
        return breach("monotone", `${name} of ${originId} goes back from ${before[name]} to ${origin[name]}`);
      }
    }
    if (settled <= received && archived <= settled && backedUp <= settled) return undefined;
    const marks = `received ${received}, settled ${settled}, archived ${archived}, backed up ${backedUp}`;
    return breach("monotone", `watermarks of ${originId} overtake each other: ${marks}`);
  }

  function followChild(child: ChildName): Breach | undefined {
    const self = selfOf(mirrors[child]);
    const before = selves.get(child);
    if (self === undefined || self === before) return undefined;
    selves.set(child, self);
    if (before === undefined || self.epoch !== before.epoch || self.incarnation !== before.incarnation)
      return undefined;
    for (const name of ["acked", "settled", "durable"] as const) {
      if (self[name] < before[name]) return breach("monotone", `${name} of ${child} goes back to ${self[name]}`);
    }
    const now = cursorOf(self);
    for (const [shard, value] of Object.entries(cursorOf(before))) {
      if ((now[shard] ?? 0n) < value) return breach("monotone", `the cursor of ${child} goes back to ${self.cursor}`);
    }
    const isOfThisRoot = self.epoch.split("~")[0] === selfOf(mirrors.root)?.epoch;
    const isAhead = Object.values(now).some((value) => value > feedNo);
    return isOfThisRoot && isAhead ? breach("monotone", `the cursor of ${child} is ahead of the root`) : undefined;
  }

  return {
    committed: (node, commit) => (node === "root" ? followRoot(commit) : followChild(node)),
    restored(node) {
      if (node !== "root") {
        selves.delete(node);
        return;
      }
      feedNo = highestFeedNo(mirrors);
      origins.clear();
      for (const [id, origin] of mirrors.root.origins) origins.set(id, origin);
    },
  };
}

function highestFeedNo({ root }: Mirrors): bigint {
  return [...root.accounts.values()].reduce((most, { updateNo }) => largerOf(most, updateNo), 0n);
}

function cursorOf({ cursor }: Records["node"]): Readonly<Record<string, bigint>> {
  const parsed = JSON.parse(cursor === "" ? "{}" : cursor) as Record<string, string>;
  return Object.fromEntries(Object.entries(parsed).map(([shard, value]) => [shard, BigInt(value)]));
}
