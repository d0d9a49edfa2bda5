import type { MatchEntry, OpenEntries } from "./match-entry.js";
import type { ReconciliationStage, ReconciliationStatus } from "./statuses.js";

/** Rows of one key that belong together, and what the stages say about them. */
export interface MatchGroup<Billing extends MatchEntry, Acquiring extends MatchEntry>
  extends OpenEntries<Billing, Acquiring> {
  readonly status: ReconciliationStatus;
  readonly stage: ReconciliationStage;
}

/** What a stage decided, and what it leaves to the stages after it. */
export interface StageOutcome<Billing extends MatchEntry, Acquiring extends MatchEntry> {
  readonly groups: readonly MatchGroup<Billing, Acquiring>[];
  readonly open: OpenEntries<Billing, Acquiring>;
}

/** The entries that are not in `taken`, in their order. */
export function without<Entry>(entries: readonly Entry[], taken: ReadonlySet<unknown>): readonly Entry[] {
  return taken.size === 0 ? entries : entries.filter((entry) => !taken.has(entry));
}
