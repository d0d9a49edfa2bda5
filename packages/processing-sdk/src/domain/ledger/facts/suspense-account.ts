import type { LedgerState, WorkingAccount } from "../ledger-state.js";
import { addAccount } from "../ledger-state.js";
import { shardOf } from "../node-state.js";

/** The account on which the root keeps what a child did and no account could take. */
export function suspenseAccountId(nodeId: string, currency: string): string {
  return `suspense:${nodeId}:${currency}`;
}

/** The suspense account of a child, opened when it is needed first. No feed carries it. */
export function suspenseAccount(state: LedgerState, nodeId: string, currency: string): WorkingAccount {
  const id = suspenseAccountId(nodeId, currency);
  const existing = state.accounts.get(id);
  if (existing !== undefined) return existing;
  const customerId = `suspense:${nodeId}`;
  const account: WorkingAccount = {
    id,
    customerId,
    kind: "suspense",
    currency,
    scope: "local",
    shard: shardOf(customerId, state.rules.shards),
    creditLimit: 0n,
    blocked: false,
    closed: false,
    description: "",
    spendMode: "trust",
    offlineLimit: 0n,
    confirmed: 0n,
    pending: 0n,
    pendingDebits: 0n,
    reserved: 0n,
    allotted: 0n,
    revision: 1n,
    updateNo: 0n,
    watermark: 0n,
    epoch: state.node.epoch,
    entries: 0n,
    settledEntry: 0n,
    openedAtMs: state.nowMs,
    openHash: "",
  };
  addAccount(state, account);
  state.changes.openedAccounts.add(account);
  return account;
}
