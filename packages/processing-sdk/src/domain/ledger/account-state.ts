import type { Account, SpendMode } from "../account.js";
import { smaller } from "../int64.js";
import type { AccountRecord } from "../records/account-record.js";
import type { NodeState } from "./node-state.js";

/** The balance that a node shows: what is confirmed, and at a child its own documents on top. */
export function shownBalance(account: AccountRecord): bigint {
  return account.confirmed + account.pending;
}

/** Whether this is a child's copy of an account of the root. */
export function isCopy(node: NodeState, account: AccountRecord): boolean {
  return node.role === "child" && account.scope === "global";
}

/** Whether a copy has to be pulled again before it can be used: the root, or this child, was restored meanwhile. */
export function isStale(node: NodeState, account: AccountRecord): boolean {
  return isCopy(node, account) && (account.epoch !== node.epoch || node.isResynchronising);
}

/**
 * How much a debit may take, whatever the account's state: may be below zero. A copy is held to its spend mode, everything
 * else to its balance and credit limit without what is promised to others.
 */
export function spendable(node: NodeState, account: AccountRecord): bigint {
  if (!isCopy(node, account)) {
    return account.confirmed + account.creditLimit - account.reserved - account.allotted;
  }
  switch (account.spendMode) {
    case "reserve":
      return 0n;
    case "allotment":
      return account.allotted + account.pending - account.reserved;
    case "limit": {
      const byBalance = shownBalance(account) + account.creditLimit;
      const byLimit = account.offlineLimit + account.pendingDebits;
      return smaller(byBalance, byLimit) - account.reserved;
    }
    case "trust":
      return shownBalance(account) + account.creditLimit - account.reserved;
  }
}

/** What a debit may take now: nothing from an account that takes no debits. */
function availableAmount(node: NodeState, account: AccountRecord): bigint {
  if (account.blocked || account.closed || isStale(node, account)) return 0n;
  const amount = spendable(node, account);
  return amount > 0n ? amount : 0n;
}

/** An account as the node shows it. */
export function toAccount(node: NodeState, record: AccountRecord): Account {
  return {
    id: record.id,
    customerId: record.customerId,
    kind: record.kind,
    currency: record.currency,
    scope: record.scope,
    balance: shownBalance(record),
    available: availableAmount(node, record),
    pending: record.pending,
    reserved: record.reserved,
    creditLimit: record.creditLimit,
    blocked: record.blocked,
    closed: record.closed,
    description: record.description,
    spendMode: toSpendMode(record),
    revision: record.revision,
  };
}

function toSpendMode(record: AccountRecord): SpendMode {
  return record.spendMode === "limit" ? { limit: record.offlineLimit } : record.spendMode;
}

/** The fields of a record that keep a spend mode. */
export function spendModeFields(mode: SpendMode): Pick<AccountRecord, "spendMode" | "offlineLimit"> {
  return typeof mode === "string"
    ? { spendMode: mode, offlineLimit: 0n }
    : { spendMode: "limit", offlineLimit: mode.limit };
}
