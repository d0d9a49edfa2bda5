import type { LedgerChanges, LedgerState, WorkingAccount } from "../domain/ledger/ledger-state.js";
import { eventShard, toEventRecords } from "../events/append-events.js";
import type { Change, StoreTransaction } from "../ports/store.js";
import { lockNumbers, type NumbersWanted } from "../storage/issue-numbers.js";

/** Writes everything that a batch changed: issues the numbers first, then one write. */
export async function writeState(state: LedgerState, transaction: StoreTransaction): Promise<void> {
  const { changes } = state;
  const fed = fedAccounts(state);
  // One from the archive gets a new number: the archive may have it from before a restore, under another one's.
  const documents = groupByShard([...changes.newDocuments, ...changes.reinstatedDocuments]);
  const feed = groupByShard(fed);
  const wanted: readonly NumbersWanted[] = [
    ...Array.from(documents, ([shard, { length }]) => ({ name: "documents", shard, count: length })),
    ...(changes.events.length === 0 ? [] : [{ name: "events", shard: eventShard, count: changes.events.length }]),
    ...Array.from(feed, ([shard, { length }]) => ({ name: "feed", shard, count: length })),
  ];
  const { firsts, changes: counters } =
    wanted.length === 0 ? { firsts: [], changes: [] } : await lockNumbers(transaction, wanted);

  const numbers = firsts.values();
  for (const group of documents.values()) number(group, numbers.next().value, (document, no) => (document.no = no));
  for (const { document, posting } of changes.postings) posting.no = document.no;
  const firstEvent = changes.events.length === 0 ? 0n : (numbers.next().value ?? 0n);
  for (const group of feed.values()) number(group, numbers.next().value, (account, no) => (account.updateNo = no));

  const events = toEventRecords(state.node.nodeId, state.nowMs, changes.events, firstEvent);
  const written = [...recordChanges(changes), { table: "events", insert: events } as const, ...counters].filter(
    (change) => !isEmpty(change),
  );
  if (written.length > 0) await transaction.write(written);
}

/** The accounts that children have to hear of: at the root, global ones whose balance or parameters changed. */
function fedAccounts({ node, changes }: LedgerState): readonly WorkingAccount[] {
  if (node.role === "child") return [];
  const changed = new Set([...changes.openedAccounts, ...changes.changedAccounts, ...changes.movedAccounts]);
  return [...changed].filter((account) => account.scope === "global");
}

/** Groups in the order of shards, which is the order in which counters are locked. */
function groupByShard<T extends { readonly shard: string }>(items: readonly T[]): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(item.shard);
    if (group === undefined) groups.set(item.shard, [item]);
    else group.push(item);
  }
  return groups.size < 2 ? groups : new Map([...groups].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function number<T>(items: readonly T[], first: bigint | undefined, assign: (item: T, no: bigint) => void): void {
  let no = first ?? 0n;
  for (const item of items) {
    assign(item, no);
    no += 1n;
  }
}

function recordChanges(changes: LedgerChanges): readonly Change[] {
  const opened = [...changes.openedAccounts];
  const changed = [...changes.changedAccounts].filter((account) => !changes.openedAccounts.has(account));
  const moved = new Set([...changes.movedAccounts, ...changes.heldAccounts]);
  const patched = [...moved].filter(
    (account) => !changes.openedAccounts.has(account) && !changes.changedAccounts.has(account),
  );
  return [
    { table: "accounts", insert: opened },
    { table: "accounts", put: changed },
    { table: "accounts", patch: patched.map(balancesOf) },
    {
      table: "allotments",
      delete: [...changes.droppedAllotments].map(({ accountId, nodeId }) => [accountId, nodeId] as const),
    },
    // After the deletions: an account may get new allotments in the batch that took the former ones back.
    { table: "allotments", put: [...changes.allotments] },
    { table: "documents", insert: [...changes.newDocuments, ...changes.reinstatedDocuments] },
    {
      table: "documents",
      patch: [...changes.reversedDocuments].map(({ id, refunded, isCancelled }) => ({ id, refunded, isCancelled })),
    },
    {
      table: "postings",
      insert: changes.postings.map(({ posting }) => posting),
    },
    { table: "registry", insert: changes.registry },
    { table: "registry", delete: [...changes.reinstatedDocuments].map(({ id }) => [id] as const) },
    { table: "reservations", insert: [...changes.newReservations] },
    {
      table: "reservations",
      patch: [...changes.endedReservations].map(({ id, status, documentId }) => ({ id, status, documentId })),
    },
    { table: "suspensions", insert: changes.suspensions },
  ];
}

/** The fields of an account that movements change. */
function balancesOf(account: WorkingAccount) {
  const { id, confirmed, pending, pendingDebits, reserved, allotted, entries, updateNo } = account;
  return { id, confirmed, pending, pendingDebits, reserved, allotted, entries, updateNo };
}

function isEmpty(change: Change): boolean {
  if ("insert" in change) return change.insert.length === 0;
  if ("put" in change) return change.put.length === 0;
  if ("patch" in change) return change.patch.length === 0;
  return "delete" in change && change.delete.length === 0;
}
