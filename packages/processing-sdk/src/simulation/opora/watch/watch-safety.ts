import type { AccountRecord, Records } from "@opora/processing-sdk";
import type { NodeName } from "../../schedule/step.js";
import { type Breach, breach } from "../../verdict.js";
import { linesOf } from "../document-line.js";
import type { Commit } from "../mirror.js";
import type { Instances } from "./instances.js";
import { type Mirrors, selfOf, type Watch } from "./watch.js";

/** Follows what may be spent: at one node (I7), by one node (I8), from allotments (I9). */
export function watchSafety(mirrors: Mirrors, instances: Instances): Watch {
  const debitedAt = new Map<string, Set<NodeName>>();
  const reservedBefore = new Map<string, bigint>();
  const creditLimitMax = new Map<string, bigint>();
  /** Accounts that somebody overdrew on purpose, or whose movements are known twice or suspended. */
  const exempt = new Set<string>();
  let isSomebodyRestored = false;

  function followOwnDocuments(node: NodeName, commit: Commit): Breach | undefined {
    const debited = new Set<string>();
    const mayOverdraw = new Set<string>();
    for (const record of commit.newDocuments) {
      if (node === "root" && record.originSeq !== null) continue;
      const isDoubled = instances.withId(record.id).length > 1;
      const isFree = record.kind === "adjustment" || record.kind === "suspense";
      for (const { accountId, amount } of linesOf(record)) {
        if (isDoubled) exempt.add(accountId);
        if (amount >= 0n) continue;
        debited.add(accountId);
        debitedAt.set(accountId, (debitedAt.get(accountId) ?? new Set()).add(node));
        if (isFree) exempt.add(accountId);
        // What a reservation holds was covered then, and is paid whatever children have spent since.
        if (isFree || record.reservationId !== null) mayOverdraw.add(accountId);
      }
    }
    for (const account of commit.put.accounts) {
      const key = `${node}\0${account.id}`;
      if (account.reserved > (reservedBefore.get(key) ?? 0n) && commit.put.origins.length === 0)
        debited.add(account.id);
      reservedBefore.set(key, account.reserved);
    }
    for (const accountId of debited) {
      const account = mirrors[node].accounts.get(accountId);
      if (account === undefined || mayOverdraw.has(accountId)) continue;
      if (node !== "root" && isStale(account, selfOf(mirrors[node]))) {
        return breach("localSafety", `${node} moves ${accountId}, which it has to pull again first`);
      }
      const left = available(node, account);
      if (left < 0n) return breach("localSafety", `${node} took ${-left} more from ${accountId} than it had`);
    }
    return undefined;
  }

  function followRootBalances(commit: Commit): Breach | undefined {
    for (const { documentId } of commit.newSuspensions) {
      const record = mirrors.root.documents.get(documentId);
      for (const { accountId } of record === undefined ? [] : linesOf(record)) exempt.add(accountId);
    }
    for (const account of commit.put.accounts) {
      const { id, confirmed, creditLimit, spendMode } = account;
      const floor = creditLimitMax.get(id) ?? 0n;
      if (creditLimit > floor) creditLimitMax.set(id, creditLimit);
      if (isSomebodyRestored || exempt.has(id) || account.updateNo === 0n) continue;
      if (spendMode === "allotment" && confirmed < 0n)
        return breach("allotmentSafety", `the root has ${confirmed} on ${id}`);
      const isDebitedOnce = (debitedAt.get(id)?.size ?? 0) <= 1;
      if (isDebitedOnce && confirmed < -(creditLimitMax.get(id) ?? 0n)) {
        return breach("singleCentreSafety", `the root has ${confirmed} on ${id}, which only one node debits`);
      }
    }
    return undefined;
  }

  return {
    committed(node, commit) {
      const found = followOwnDocuments(node, commit);
      return found ?? (node === "root" ? followRootBalances(commit) : undefined);
    },
    restored(node) {
      isSomebodyRestored = true;
      for (const { id, reserved } of mirrors[node].accounts.values()) reservedBefore.set(`${node}\0${id}`, reserved);
    },
  };
}

/** Whether a child has to pull an account again: the root, or the child, was restored. */
function isStale({ scope, epoch }: AccountRecord, self: Records["node"] | undefined): boolean {
  return scope === "global" && (epoch !== self?.epoch || self.settled < self.resyncThrough);
}

/** What a debit may take from an account that takes debits; below zero: more was taken than there was. */
export function available(node: NodeName, account: AccountRecord): bigint {
  const { confirmed, pending, pendingDebits, creditLimit, reserved, allotted, offlineLimit } = account;
  if (node === "root" || account.scope === "local") return confirmed + creditLimit - reserved - allotted;
  switch (account.spendMode) {
    case "trust":
      return confirmed + pending + creditLimit - reserved;
    case "allotment":
      return allotted + pending - reserved;
    case "reserve":
      return 0n;
    case "limit": {
      const left = offlineLimit + pendingDebits - reserved;
      const covered = confirmed + pending + creditLimit - reserved;
      if (covered < left) return covered;
      return left;
    }
  }
}
