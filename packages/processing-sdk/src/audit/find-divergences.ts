import { positionIn } from "../domain/protocol/cursor.js";
import type { Cursor } from "../domain/protocol/messages.js";
import type { AccountDigest } from "./digest-accounts.js";

/** An account that a child has in another way than the root. */
export interface Divergence {
  readonly accountId: string;
  /** `missing`: the child passed it over. `unknown`: the root does not have it. `different`: not as the root has it. */
  readonly kind: "missing" | "unknown" | "different";
}

/** Both sides of one range. */
export interface RangeSides {
  readonly own: readonly AccountDigest[];
  readonly root: readonly AccountDigest[];
  /** How far the child has read each shard of the feed. */
  readonly cursor: Cursor;
  /** Whether the root has more accounts than it told: then the last ones say nothing. */
  readonly isCut: boolean;
}

/** Tells what differs from what the child has not pulled yet. */
export function findDivergences({ own, root, cursor, isCut }: RangeSides): {
  readonly divergences: readonly Divergence[];
  readonly behind: number;
} {
  const ownById = new Map(own.map((account) => [account.accountId, account]));
  const rootIds = new Set(root.map(({ accountId }) => accountId));
  const divergences: Divergence[] = [];
  let behind = 0;
  for (const { accountId, shard, updateNo, digest } of root) {
    const mine = ownById.get(accountId);
    if (mine?.digest === digest) continue;
    // With the same number both mean the same change, whatever the child has read since.
    if (updateNo > positionIn(cursor, shard) && mine?.updateNo !== updateNo) behind += 1;
    else divergences.push({ accountId, kind: mine === undefined ? "missing" : "different" });
  }
  if (!isCut) {
    for (const { accountId } of own) if (!rootIds.has(accountId)) divergences.push({ accountId, kind: "unknown" });
  }
  return { divergences, behind };
}
