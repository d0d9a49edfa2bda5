import type { Account } from "../../account.js";
import type { AccountParameters, Allot, ChangeParameters, OpenAccount } from "../../commands.js";
import { malformed } from "../../commands-check/fields.js";
import { clampInt64 } from "../../int64.js";
import type { AccountRecord } from "../../records/account-record.js";
import { shownBalance, spendModeFields, toAccount } from "../account-state.js";
import { bookMovement, type MovementLine } from "../book-movement.js";
import { addAccount, addAllotment, type LedgerState, type WorkingAccount } from "../ledger-state.js";
import { shardOf } from "../node-state.js";
import {
  accountOf,
  refusal,
  requireAuthority,
  requireCredit,
  requireCurrency,
  requireDebit,
  requireUsable,
} from "../refusals.js";

/** Opens an account. */
export function decideOpen(state: LedgerState, command: OpenAccount, hash: string): Account {
  const { node, rules, nowMs } = state;
  const { scope = "global" } = command;
  if (scope === "global" && node.role === "child") {
    throw refusal("PROCESSING_NOT_ROOT", "Accounts that all nodes have are opened at the root.", {});
  }
  const account: WorkingAccount = {
    id: command.id,
    customerId: command.customerId,
    kind: command.kind,
    currency: command.currency,
    scope,
    shard: node.role === "root" ? shardOf(command.customerId, rules.shards) : "0",
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
    epoch: node.epoch,
    entries: 0n,
    settledEntry: 0n,
    openedAtMs: nowMs,
    openHash: hash,
    ...parametersOf(command),
  };
  addAccount(state, account);
  state.changes.openedAccounts.add(account);
  return toAccount(node, account);
}

/** Changes parameters of an account; closing it may sweep its balance to another one. */
export function decideChangeParameters(state: LedgerState, command: ChangeParameters, hash: string): Account {
  const account = accountOf(state, command.accountId);
  requireAuthority(state, account);
  if (command.ifRevision !== undefined && command.ifRevision !== account.revision) {
    throw refusal("PROCESSING_REVISION_CONFLICT", `Account ${account.id} was changed meanwhile.`, {
      accountId: account.id,
      revision: String(account.revision),
      expected: String(command.ifRevision),
    });
  }
  if (command.closed === true && !account.closed) close(state, account, command, hash);
  if (command.spendMode !== undefined && command.spendMode !== "allotment") takeBackAllotments(state, account);
  Object.assign(account, parametersOf(command));
  account.revision += 1n;
  state.changes.changedAccounts.add(account);
  return toAccount(state.node, account);
}

function parametersOf(parameters: AccountParameters): Partial<AccountRecord> {
  const { creditLimit, blocked, closed, description, spendMode } = parameters;
  return {
    ...(creditLimit === undefined ? {} : { creditLimit }),
    ...(blocked === undefined ? {} : { blocked }),
    ...(closed === undefined ? {} : { closed }),
    ...(description === undefined ? {} : { description }),
    ...(spendMode === undefined ? {} : spendModeFields(spendMode)),
  };
}

/** Refuses to close an account that something is left on, unless its balance is swept to another account. */
function close(state: LedgerState, account: WorkingAccount, command: ChangeParameters, hash: string): void {
  const balance = shownBalance(account);
  if (account.reserved !== 0n || account.allotted !== 0n || (balance !== 0n && command.sweepTo === undefined)) {
    throw refusal(
      "PROCESSING_ACCOUNT_NOT_EMPTY",
      `Account ${account.id} has a balance, reservations or allotments: it cannot be closed.`,
      {
        accountId: account.id,
        balance: String(balance),
        reserved: String(account.reserved),
        allotted: String(account.allotted),
      },
    );
  }
  if (command.sweepTo === undefined || balance === 0n) return;
  const to = accountOf(state, command.sweepTo);
  requireCurrency(to, account.currency);
  if (balance > 0n) requireCredit(state, to);
  else requireDebit(state, to, -balance);
  const lines: readonly MovementLine[] = [
    { account, amount: -balance },
    { account: to, amount: balance },
  ];
  bookMovement(state, {
    id: command.id,
    kind: "transfer",
    hash,
    currency: account.currency,
    lines,
    reverses: null,
    reservationId: null,
    details: {},
  });
}

/** Ends all allotments of an account: its children spend in another way from now on. */
function takeBackAllotments(state: LedgerState, account: WorkingAccount): void {
  for (const allotment of state.allotments.get(account.id)?.values() ?? []) {
    state.changes.allotments.delete(allotment);
    state.changes.droppedAllotments.add(allotment);
  }
  state.allotments.delete(account.id);
  account.allotted = 0n;
}

/** Grants a child a further right to spend. */
export function decideAllot(state: LedgerState, command: Allot): Account {
  const account = accountOf(state, command.accountId);
  if (state.node.role === "child") {
    throw refusal("PROCESSING_NOT_ROOT", "Only the root allots.", { accountId: account.id });
  }
  requireUsable(state, account);
  if (account.scope !== "global" || account.spendMode !== "allotment") {
    throw malformed("/accountId", "must be a global account in spend mode allotment");
  }
  requireDebit(state, account, command.amount);
  moveAllotment(state, account, command.nodeId, command.amount);
  return toAccount(state.node, account);
}

/** Moves what a child may still spend; it never goes below zero. */
export function moveAllotment(state: LedgerState, account: WorkingAccount, nodeId: string, amount: bigint): void {
  const allotment = state.allotments.get(account.id)?.get(nodeId) ?? { accountId: account.id, nodeId, outstanding: 0n };
  const moved = clampInt64(allotment.outstanding + amount);
  const outstanding = moved > 0n ? moved : 0n;
  account.allotted = clampInt64(account.allotted + outstanding - allotment.outstanding);
  allotment.outstanding = outstanding;
  addAllotment(state, allotment);
  state.changes.droppedAllotments.delete(allotment);
  state.changes.allotments.add(allotment);
  state.changes.movedAccounts.add(account);
}
