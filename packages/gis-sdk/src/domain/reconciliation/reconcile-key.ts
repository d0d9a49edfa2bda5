import { type DuplicateRows, findDuplicates } from "./duplicates.js";
import { type KeyLine, linesOfGroup } from "./key-line.js";
import {
  areAmountsEqual,
  compareByDate,
  inOrder,
  type MatchEntry,
  type OpenEntries,
  sumAmounts,
  totalMinor,
} from "./match-entry.js";
import type { MatchGroup } from "./match-group.js";
import { matchKey } from "./match-key.js";
import type { ResolvedRules } from "./rules.js";
import type { LineNote } from "./statuses.js";

/** Everything that a reconciliation reports about one key. */
export interface ReconciledKey<Billing extends MatchEntry, Acquiring extends MatchEntry> {
  /** Every row of the key exactly once. */
  readonly lines: readonly KeyLine<Billing, Acquiring>[];
  readonly duplicates: readonly DuplicateRows[];
  /** Differences (billing less acquiring) of the groups that were accepted within the tolerance. */
  readonly acceptedDifferencesMinor: readonly bigint[];
  /** Whether a search stopped at its limit. */
  readonly isSearchCutShort: boolean;
}

/** Matches the rows of one key and describes the outcome line by line. Pure; see {@link matchKey}. */
export function reconcileKey<Billing extends MatchEntry, Acquiring extends MatchEntry>(
  entries: OpenEntries<Billing, Acquiring>,
  rules: ResolvedRules,
): ReconciledKey<Billing, Acquiring> {
  const ordinary = reconcileOrdinaryKey(entries, rules);
  if (ordinary !== undefined) return ordinary;
  const billing = inOrder(entries.billing, compareByDate);
  const acquiring = inOrder(entries.acquiring, compareByDate);
  const { groups, isSearchCutShort } = matchKey({ billing, acquiring }, rules);
  const duplicates = [...findDuplicates(billing, "billing"), ...findDuplicates(acquiring, "acquiring")];
  const duplicated = new Set(duplicates.flatMap((rows) => rows.entries));

  const lines: KeyLine<Billing, Acquiring>[] = [];
  const acceptedDifferencesMinor: bigint[] = [];
  groups.forEach((group, index) => {
    const acceptedMinor = acceptedDifference(group);
    if (acceptedMinor !== undefined) acceptedDifferencesMinor.push(acceptedMinor);
    const groupNotes: LineNote[] = [];
    if (acceptedMinor !== undefined) groupNotes.push("within-tolerance");
    if (isSearchCutShort && isUnmatched(group)) groupNotes.push("search-cut-short");
    for (const line of linesOfGroup(group, { number: index + 1, rules, duplicated, groupNotes })) lines.push(line);
  });
  return { lines, duplicates, acceptedDifferencesMinor, isSearchCutShort };
}

/**
 * The case of nearly all keys, decided without running the stages: one charge and one payment on the same day with the
 * same components, neither zero nor a refund.
 */
function reconcileOrdinaryKey<Billing extends MatchEntry, Acquiring extends MatchEntry>(
  { billing: charges, acquiring: payments }: OpenEntries<Billing, Acquiring>,
  { firstDay, lastDay }: ResolvedRules,
): ReconciledKey<Billing, Acquiring> | undefined {
  const [billing] = charges;
  const [acquiring] = payments;
  if (charges.length !== 1 || payments.length !== 1 || !billing || !acquiring) return undefined;
  const { day, mainMinor, fineMinor } = billing;
  const isOrdinary =
    day === acquiring.day &&
    areAmountsEqual(billing, acquiring) &&
    mainMinor > 0n &&
    fineMinor >= 0n &&
    day >= firstDay &&
    day <= lastDay;
  if (!isOrdinary) return undefined;
  const line = { day, status: "matched", stage: "exact", group: 1, billing, acquiring, notes: [] } as const;
  return { lines: [line], duplicates: [], acceptedDifferencesMinor: [], isSearchCutShort: false };
}

/** Billing less acquiring of a group that counts as matched although a component differs; undefined for any other. */
function acceptedDifference({ stage, billing, acquiring }: MatchGroup<MatchEntry, MatchEntry>): bigint | undefined {
  if (stage !== "tolerance" && stage !== "group") return undefined;
  const charged = sumAmounts(billing);
  const paid = sumAmounts(acquiring);
  return areAmountsEqual(charged, paid) ? undefined : totalMinor(charged) - totalMinor(paid);
}

function isUnmatched({ stage }: MatchGroup<MatchEntry, MatchEntry>): boolean {
  return stage === "difference" || stage === "one-sided";
}
