import { globalAccounts, openingBalance } from "../schedule/population.js";
import type { ChildName } from "../schedule/step.js";
import { type Breach, breach, type Invariant } from "../verdict.js";
import type { SeedChild } from "./seed-child.js";
import type { SeedDocument } from "./seed-document.js";
import type { SeedRoot } from "./seed-root.js";

/** What the onlooker of the seed's world knows. */
export interface SeedTruth {
  /** A node has acknowledged a document. */
  acknowledge(document: SeedDocument, child: ChildName | undefined): void;
  /** A child has taken a row that showed `balance`, when these of the children's documents were applied. */
  sawRow(child: ChildName, account: string, balance: bigint, applied: ReadonlySet<string>): void;
  checkAlways(root: SeedRoot, children: Readonly<Record<ChildName, SeedChild>>): Breach | undefined;
  checkAtEnd(root: SeedRoot, children: Readonly<Record<ChildName, SeedChild>>): Breach | undefined;
}

interface SeenRow {
  readonly balance: bigint;
  readonly applied: ReadonlySet<string>;
}

/** Creates the onlooker; it looks at `invariants` only. */
export function createSeedTruth(invariants: readonly Invariant[]): SeedTruth {
  const acknowledged = new Map<string, SeedDocument>();
  const own: Record<ChildName, SeedDocument[]> = { a: [], b: [] };
  const seen: Record<ChildName, Map<string, SeenRow>> = { a: new Map(), b: new Map() };
  const looksAt = (invariant: Invariant): boolean => invariants.includes(invariant);

  function shouldShow(child: ChildName, account: string): bigint {
    const { balance, applied } = seen[child].get(account) ?? { balance: openingBalance, applied: new Set() };
    const missing = own[child].filter((document) => document.account === account && !applied.has(document.id));
    return missing.reduce((sum, { amount }) => sum + amount, balance);
  }

  function checkView(children: Readonly<Record<ChildName, SeedChild>>): Breach | undefined {
    for (const name of ["a", "b"] as const) {
      for (const [id, { sum }] of children[name].accounts) {
        const expected = shouldShow(name, id);
        if (sum !== expected) return breach("view", `${name} shows ${sum} on ${id}, should show ${expected}`);
      }
    }
    return undefined;
  }

  function checkBalances(root: SeedRoot): Breach | undefined {
    for (const id of globalAccounts) {
      const documents = [...acknowledged.values()].filter(({ account }) => account === id);
      const expected = documents.reduce((sum, { amount }) => sum + amount, openingBalance);
      const balance = root.accounts.get(id)?.sum;
      if (balance !== expected)
        return breach("exactlyOnce", `the root has ${balance} on ${id}, should have ${expected}`);
    }
    return undefined;
  }

  function checkArchive(root: SeedRoot): Breach | undefined {
    for (const id of acknowledged.keys()) {
      const times = root.archive.filter((archived) => archived === id).length;
      if (times !== 1) return breach("noLoss", `${id} is ${times} times in the archive`);
    }
    return undefined;
  }

  return {
    acknowledge(document, child) {
      if (!acknowledged.has(document.id)) acknowledged.set(document.id, document);
      if (child !== undefined) own[child].push(document);
    },
    sawRow: (child, account, balance, applied) => seen[child].set(account, { balance, applied }),
    checkAlways(root, children) {
      for (const name of ["a", "b"] as const) {
        if (looksAt("monotone") && children[name].cursor > root.lastNo) {
          return breach("monotone", `${name} is at ${children[name].cursor}, the root at ${root.lastNo}`);
        }
      }
      return looksAt("view") ? checkView(children) : undefined;
    },
    checkAtEnd(root, children) {
      const isWaiting = root.hasWork || children.a.nextPacket().length > 0 || children.b.nextPacket().length > 0;
      if (looksAt("liveness") && isWaiting) return breach("liveness", "documents wait for ever");
      return (
        (looksAt("exactlyOnce") ? checkBalances(root) : undefined) ??
        (looksAt("noLoss") ? checkArchive(root) : undefined)
      );
    },
  };
}
