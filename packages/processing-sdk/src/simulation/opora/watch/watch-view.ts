import type { AccountRecord } from "@opora/processing-sdk";
import type { ChildName } from "../../schedule/step.js";
import { type Breach, breach } from "../../verdict.js";
import { largerOf } from "../larger.js";
import type { Commit } from "../mirror.js";
import type { Instances } from "./instances.js";
import { childNames, type Mirrors, selfOf, type Watch } from "./watch.js";

/** An account as the root had it from one of its commits on. */
interface Version {
  readonly updateNo: bigint;
  readonly balance: bigint;
  readonly commit: number;
}

/** What the root was, in one epoch. */
interface EpochHistory {
  readonly accounts: Map<string, Version[]>;
  /** By origin: the watermark from a commit on. */
  readonly settled: Map<string, { readonly commit: number; readonly settled: bigint }[]>;
}

/**
 * Follows the view (I3): what a child shows of an account is the balance in the root's version of its row, and on top of it
 * exactly the child's own documents that this version does not have. And convergence (I4).
 */
export function watchView(mirrors: Mirrors, instances: Instances): Watch {
  const epochs = new Map<string, EpochHistory>();
  let commits = 0;
  let epoch = "";

  function beginEpoch(name: string): EpochHistory {
    epoch = name;
    const history: EpochHistory = { accounts: new Map(), settled: new Map() };
    epochs.set(epoch, history);
    noteAccounts(history, mirrors.root.accounts.values());
    for (const { originId, settled } of mirrors.root.origins.values()) {
      history.settled.set(originId, [{ commit: commits, settled }]);
    }
    return history;
  }

  function noteAccounts(history: EpochHistory, accounts: Iterable<AccountRecord>): void {
    for (const { id, updateNo, confirmed } of accounts) {
      const versions = history.accounts.get(id) ?? [];
      history.accounts.set(id, versions);
      if (versions.at(-1)?.updateNo !== updateNo) versions.push({ updateNo, balance: confirmed, commit: commits });
    }
  }

  function followRoot(commit: Commit): void {
    commits += 1;
    const current = selfOf(mirrors.root)?.epoch ?? "";
    const history = epochs.get(current) ?? beginEpoch(current);
    noteAccounts(history, commit.put.accounts);
    for (const { originId, settled } of commit.put.origins) {
      const log = history.settled.get(originId) ?? [];
      history.settled.set(originId, log);
      if (log.at(-1)?.settled !== settled) log.push({ commit: commits, settled });
    }
  }

  function checkChild(child: ChildName): Breach | undefined {
    const self = selfOf(mirrors[child]);
    if (self === undefined || self.settled < self.resyncThrough) return undefined;
    for (const account of mirrors[child].accounts.values()) {
      if (account.scope === "local" || account.epoch !== self.epoch) continue;
      const found = checkAccount(child, account);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  function checkAccount(child: ChildName, account: AccountRecord): Breach | undefined {
    const self = selfOf(mirrors[child]);
    const history = epochs.get(account.epoch.split("~")[0] as string);
    if (self === undefined || history === undefined) return breach("view", `${child} knows an epoch that never was`);
    const versions = history.accounts.get(account.id) ?? [];
    const index = versions.findIndex(({ updateNo }) => updateNo === account.updateNo);
    const version = versions[index];
    if (version === undefined) {
      return breach("view", `${child} has ${account.id} at ${account.updateNo}, where the root never had it`);
    }
    if (version.balance !== account.confirmed) {
      return breach(
        "view",
        `${child} takes ${account.confirmed} on ${account.id} for confirmed, not ${version.balance}`,
      );
    }
    const watermark = largerOf(account.watermark, self.settled);
    const log = history.settled.get(`${self.nodeId}:${self.incarnation}`) ?? [];
    const next = versions[index + 1];
    const least = settledAt(log, version.commit);
    const most = settledAt(log, next === undefined ? commits : next.commit - 1);
    if (watermark < least || watermark > most) {
      return breach(
        "view",
        `${child} believes its documents up to ${watermark} to be in ${account.id} at ${account.updateNo}, ` +
          `which has them up to ${least}${least === most ? "" : ` or ${most}`}`,
      );
    }
    const own = ownMovements(child, account.id, self.sequenceBase + watermark);
    const shown = account.confirmed + account.pending;
    const expected = version.balance + own;
    if (shown === expected) return undefined;
    return breach("view", `${child} shows ${shown} on ${account.id}, should show ${expected}`);
  }

  function ownMovements(child: ChildName, accountId: string, above: bigint): bigint {
    let sum = 0n;
    for (const [no, { lines }] of instances.heldBy(child)) {
      if (no <= above) continue;
      for (const line of lines) if (line.accountId === accountId) sum += line.amount;
    }
    return sum;
  }

  beginEpoch(selfOf(mirrors.root)?.epoch ?? "");
  return {
    committed(node, commit) {
      if (node !== "root") return checkChild(node);
      followRoot(commit);
      return undefined;
    },
    checkAtRest() {
      for (const child of childNames) {
        for (const account of mirrors.root.accounts.values()) {
          const found = account.updateNo > 0n ? compare(child, account, mirrors) : undefined;
          if (found !== undefined) return found;
        }
      }
      return undefined;
    },
  };
}

function settledAt(log: readonly { readonly commit: number; readonly settled: bigint }[], commit: number): bigint {
  let settled = 0n;
  for (const entry of log) if (entry.commit <= commit) settled = entry.settled;
  return settled;
}

const parameters = [
  "creditLimit",
  "blocked",
  "closed",
  "description",
  "spendMode",
  "offlineLimit",
  "revision",
] as const;

function compare(child: ChildName, atRoot: AccountRecord, mirrors: Mirrors): Breach | undefined {
  const { id } = atRoot;
  const copy = mirrors[child].accounts.get(id);
  if (copy === undefined) return breach("convergence", `${child} lacks the account ${id}`);
  if (copy.epoch !== selfOf(mirrors[child])?.epoch) return breach("convergence", `${child} has ${id} of an old epoch`);
  if (copy.confirmed !== atRoot.confirmed || copy.pending !== 0n) {
    const shown = `${copy.confirmed} and ${copy.pending} pending`;
    return breach("convergence", `${child} shows ${shown} on ${id}, the root ${atRoot.confirmed}`);
  }
  const other = parameters.find((name) => copy[name] !== atRoot[name]);
  if (other !== undefined) return breach("convergence", `${child} has another ${other} of ${id} than the root`);
  const outstanding = mirrors.root.allotments.get(`${id}\0${child}`)?.outstanding ?? 0n;
  if (copy.allotted === outstanding) return undefined;
  return breach("convergence", `${child} may spend ${copy.allotted} of ${id}, the root allots ${outstanding}`);
}
