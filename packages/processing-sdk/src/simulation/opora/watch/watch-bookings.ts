import type { DocumentRecord, Records } from "@opora/processing-sdk";
import type { ChildName, NodeName } from "../../schedule/step.js";
import { type Breach, breach } from "../../verdict.js";
import { areSameLines, linesOf } from "../document-line.js";
import { largerOf } from "../larger.js";
import type { Commit } from "../mirror.js";
import type { Instance } from "./instance.js";
import type { Instances } from "./instances.js";
import type { Mirrors, Watch } from "./watch.js";

/** What the root has booked, as far as the onlooker has followed it. */
export interface Bookings extends Watch {
  /** Whether a document is in the root's balances, or on a suspense account, or known to be a repetition. */
  isBooked(instance: Instance): boolean;
  /** Whether the last backup of the root has it. */
  isBackedUp(instance: Instance): boolean;
  /** The id under which the root keeps the document. */
  idAtRoot(instance: Instance): string;
}

interface Books {
  /** By id: the hash of the document. */
  readonly booked: Map<string, string>;
  /** Documents whose id was taken by another one: by id and hash, the id that the root gave them. */
  readonly conflicts: Map<string, string>;
  /** By account: what its balance has to be. */
  readonly balances: Map<string, bigint>;
  /** By account and child: what the child may spend of it. */
  readonly allotments: Map<string, bigint>;
  /** By origin. */
  readonly settled: Map<string, bigint>;
}

/** Follows conservation (I1) and exactly-once (I2) at the root. */
export function watchBookings(mirrors: Mirrors, instances: Instances): Bookings {
  let books = beginFrom(mirrors);
  let backup = copyOf(books);

  function bookOwn(record: DocumentRecord): void {
    books.booked.set(record.id, record.payloadHash);
    for (const { accountId, amount } of linesOf(record)) move(accountId, amount);
  }

  function bookFact(record: DocumentRecord, conflict: Records["suspensions"] | undefined): Breach | undefined {
    const id = conflict?.subject ?? record.id;
    const recorded = instances
      .at(record.origin, record.originSeq ?? 0n)
      .find((instance) => instance.id === id && instance.payloadHash === record.payloadHash);
    const lines = linesOf(record);
    if (recorded === undefined || !areSameLines(recorded.lines, lines)) {
      return breach("exactlyOnce", `the root books ${id} of ${record.origin}, which nobody recorded so`);
    }
    books.booked.set(record.id, record.payloadHash);
    if (conflict !== undefined) books.conflicts.set(conflictKey(recorded), record.id);
    else if (record.state === "settled") {
      for (const { accountId, amount, isGlobal } of lines) {
        if (!isGlobal) continue;
        move(accountId, amount);
        moveAllotment(accountId, recorded.node, amount);
      }
    } else if (record.state === "rejected:malformed") {
      return breach("exactlyOnce", `the root takes ${id} for malformed`);
    }
    return undefined;
  }

  const move = (accountId: string, amount: bigint): void => {
    books.balances.set(accountId, (books.balances.get(accountId) ?? 0n) + amount);
  };

  function moveAllotment(accountId: string, child: NodeName, amount: bigint): void {
    if (mirrors.root.accounts.get(accountId)?.spendMode !== "allotment") return;
    const key = `${accountId}\0${child}`;
    books.allotments.set(key, largerOf(0n, (books.allotments.get(key) ?? 0n) + amount));
  }

  /** The callers' commands change allotments too; what children did changes them by what they did and no other way. */
  function followAllotments(commit: Commit): Breach | undefined {
    const hasFacts = commit.newDocuments.some(({ originSeq }) => originSeq !== null);
    for (const [key, { outstanding }] of mirrors.root.allotments) {
      const expected = books.allotments.get(key) ?? 0n;
      books.allotments.set(key, outstanding);
      if (hasFacts && outstanding !== expected) {
        return breach(
          "allotmentSafety",
          `the root allots ${outstanding} by ${key.replace("\0", " to ")}, not ${expected}`,
        );
      }
    }
    return undefined;
  }

  /** Every document up to the new watermark must have been booked, in this commit or before. */
  function followSettled(origin: Records["origins"]): Breach | undefined {
    const { originId, settled } = origin;
    const before = books.settled.get(originId) ?? 0n;
    books.settled.set(originId, settled);
    for (let seq = before + 1n; seq <= settled; seq += 1n) {
      const candidates = instances.at(originId, seq);
      if (!candidates.some(isBooked)) return breach("exactlyOnce", `${originId} ${seq} is settled and was not booked`);
    }
    return undefined;
  }

  const isBooked = (instance: Instance): boolean =>
    books.booked.get(instance.id) === instance.payloadHash || books.conflicts.has(conflictKey(instance));

  function followRoot(commit: Commit): Breach | undefined {
    for (const suspension of commit.newSuspensions) move(suspension.suspenseAccountId, suspension.amount);
    for (const record of commit.newDocuments) {
      const suspension = commit.newSuspensions.find(({ documentId }) => documentId === record.id);
      const conflict = suspension?.reason === "conflict" ? suspension : undefined;
      if (record.originSeq === null) {
        bookOwn(record);
        continue;
      }
      const found = bookFact(record, conflict);
      if (found !== undefined) return found;
    }
    for (const origin of commit.put.origins) {
      const found = followSettled(origin);
      if (found !== undefined) return found;
    }
    return followAllotments(commit) ?? checkBalances();
  }

  function checkBalances(): Breach | undefined {
    for (const [id, { confirmed }] of mirrors.root.accounts) {
      const expected = books.balances.get(id) ?? 0n;
      if (confirmed !== expected)
        return breach("conservation", `the root has ${confirmed} on ${id}, should have ${expected}`);
    }
    return undefined;
  }

  return {
    committed: (node: NodeName | ChildName, commit) => (node === "root" ? followRoot(commit) : undefined),
    backedUp(node) {
      if (node === "root") backup = copyOf(books);
    },
    restored(node) {
      if (node === "root") books = copyOf(backup);
    },
    isBooked,
    isBackedUp: (instance) =>
      backup.booked.get(instance.id) === instance.payloadHash || backup.conflicts.has(conflictKey(instance)),
    idAtRoot: (instance) => books.conflicts.get(conflictKey(instance)) ?? instance.id,
  };
}

const conflictKey = ({ id, payloadHash }: Instance): string => `${id}:${payloadHash}`;

function beginFrom({ root }: Mirrors): Books {
  return {
    booked: new Map([...root.documents.values()].map(({ id, payloadHash }) => [id, payloadHash])),
    conflicts: new Map(),
    balances: new Map([...root.accounts.values()].map(({ id, confirmed }) => [id, confirmed])),
    allotments: new Map([...root.allotments].map(([key, { outstanding }]) => [key, outstanding])),
    settled: new Map([...root.origins.values()].map(({ originId, settled }) => [originId, settled])),
  };
}

function copyOf({ booked, conflicts, balances, allotments, settled }: Books): Books {
  return {
    booked: new Map(booked),
    conflicts: new Map(conflicts),
    balances: new Map(balances),
    allotments: new Map(allotments),
    settled: new Map(settled),
  };
}
