import { accountIds, movementOfId, openingBalance } from "./programs/test-movements.js";

/** What an onlooker knows of movements: kept outside of the processes that are killed. */
export interface Onlooker {
  /** Takes a line of a process: `tried <id>` or `acknowledged <id>`. Others are ignored. */
  hear(line: string): void;
  /** Movements that were asked for and never answered, in the order of asking. */
  unanswered(): readonly string[];
  acknowledged(): ReadonlySet<string>;
  counts(): { readonly tried: number; readonly acknowledged: number; readonly unknown: number };
}

export function createOnlooker(): Onlooker {
  const tried = new Set<string>();
  const acknowledged = new Set<string>();
  return {
    hear(line) {
      const [what, id] = line.split(" ");
      if (id === undefined) return;
      if (what === "tried") tried.add(id);
      if (what === "acknowledged") acknowledged.add(id);
    },
    unanswered: () => [...tried].filter((id) => !acknowledged.has(id)),
    acknowledged: () => acknowledged,
    counts: () => ({
      tried: tried.size,
      acknowledged: acknowledged.size,
      unknown: tried.size - acknowledged.size,
    }),
  };
}

/** What the accounts must stand at when exactly these movements happened. */
export function expectedBalances(ids: Iterable<string>): Readonly<Record<string, bigint>> {
  const balances: Record<string, bigint> = Object.fromEntries(accountIds.map((id) => [id, openingBalance]));
  for (const id of ids) {
    const { accountId, amount } = movementOfId(id);
    balances[accountId] = (balances[accountId] ?? 0n) + amount;
  }
  return balances;
}
