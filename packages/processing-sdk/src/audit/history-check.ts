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
  let last: Pick<PostingRecord, "entry" | "balanceAfter"> = opening ?? { entry: 0n, balanceAfter: 0n };
  let isBroken = false;

  const expect = (kind: AuditFindingKind, expected: bigint, found: bigint): void => {
    if (expected === found) return;
    findings.push({ kind, subject: account.id, expected: String(expected), found: String(found) });
  };

  return {
    add(posting) {
      const { entry, amount, balanceAfter } = posting;
      sum += amount;
      if (entry > account.settledEntry) {
        pending += amount;
        if (amount < 0n) pendingDebits += amount;
      }
      // One finding per account: what comes after the first break is wrong because of it.
      if (!isBroken && entry !== last.entry + 1n) {
        isBroken = true;
        expect("history", last.entry + 1n, entry);
      }
      if (!isCopy && !isBroken && last.balanceAfter + amount !== balanceAfter) {
        isBroken = true;
        expect("history", last.balanceAfter + amount, balanceAfter);
      }
      last = posting;
    },
    finish() {
      expect("history", account.entries, last.entry);
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
