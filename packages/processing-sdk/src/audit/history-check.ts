import type { AccountRecord } from "../domain/records/account-record.js";
import type { OpeningRecord } from "../domain/records/opening-record.js";
import type { PostingRecord } from "../domain/records/posting-record.js";
import type { AuditFinding, AuditFindingKind } from "./audit.js";

/** Checks the postings of one account, which are given in the order of their entries. */
export interface HistoryCheck {
  add(posting: PostingRecord): void;
  /** What is wrong with the account. */
  finish(): readonly AuditFinding[];
}

/**
 * Begins with what was cleaned up. Balances of a copy at a child jump whenever the root is heard of, so of those only the
 * pending part is recomputed; all others follow from their postings.
 */
export function startHistory(
  account: AccountRecord,
  opening: OpeningRecord | undefined,
  isCopy: boolean,
): HistoryCheck {
  const findings: AuditFinding[] = [];
  let sum = opening?.amount ?? 0n;
  let pending = 0n;
  let pendingDebits = 0n;
  let last: Pick<PostingRecord, "entry" | "balanceAfter"> | undefined;
  let isBroken = false;

  const expect = (kind: AuditFindingKind, expected: bigint, found: bigint): void => {
    if (expected === found) return;
    findings.push({ kind, subject: account.id, expected: String(expected), found: String(found) });
  };

  /** The balance before a posting, when it is known. */
  function before(entry: bigint): bigint | undefined {
    if (last?.entry === entry - 1n) return last.balanceAfter;
    if (opening?.entry === entry - 1n) return opening.balanceAfter;
    return entry === 1n ? 0n : undefined;
  }

  /** Whether all entries between the one before and this one were cleaned up. */
  function followsOn(entry: bigint): boolean {
    const previous = last?.entry ?? 0n;
    return entry === previous + 1n || (opening !== undefined && entry <= opening.entry + 1n);
  }

  return {
    add(posting) {
      const { entry, amount, balanceAfter } = posting;
      sum += amount;
      if (entry > account.settledEntry) {
        pending += amount;
        if (amount < 0n) pendingDebits += amount;
      }
      // One finding per account: what comes after the first break is wrong because of it.
      if (!isBroken && !followsOn(entry)) {
        isBroken = true;
        expect("history", (last?.entry ?? opening?.entry ?? 0n) + 1n, entry);
      }
      const balanceBefore = before(entry);
      if (!isCopy && !isBroken && balanceBefore !== undefined && balanceBefore + amount !== balanceAfter) {
        isBroken = true;
        expect("history", balanceBefore + amount, balanceAfter);
      }
      last = posting;
    },
    finish() {
      const lastEntry = last === undefined || (opening?.entry ?? 0n) > last.entry ? (opening?.entry ?? 0n) : last.entry;
      expect("history", account.entries, lastEntry);
      if (isCopy) {
        expect("pending", pending, account.pending);
        expect("pending", pendingDebits, account.pendingDebits);
      } else {
        expect("balance", sum, account.confirmed);
        expect("pending", 0n, account.pending);
      }
      return findings;
    },
  };
}
