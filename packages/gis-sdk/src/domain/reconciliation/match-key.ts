import type { MatchEntry, OpenEntries } from "./match-entry.js";
import type { MatchGroup, StageOutcome } from "./match-group.js";
import type { ResolvedRules } from "./rules.js";
import { matchDifferences } from "./stages/difference-stage.js";
import { matchExactly, matchWithinDateWindow } from "./stages/equal-stages.js";
import { matchGroups } from "./stages/group-stage.js";
import { setAsideOutsidePeriod } from "./stages/period-stage.js";
import { createStepBudget } from "./stages/step-budget.js";
import { matchWithinTolerance } from "./stages/tolerance-stage.js";

/** All rows of one key, each in exactly one group. */
export interface KeyMatch<Billing extends MatchEntry, Acquiring extends MatchEntry> {
  readonly groups: readonly MatchGroup<Billing, Acquiring>[];
  /** Whether a search stopped at its limit, so that a matching group may have been missed. */
  readonly isSearchCutShort: boolean;
}

/**
 * Matches the rows of one key, stage by stage. Pure; the outcome does not depend on the order of the rows, except that
 * ordinals tell apart rows that are equal in everything else.
 */
export function matchKey<Billing extends MatchEntry, Acquiring extends MatchEntry>(
  entries: OpenEntries<Billing, Acquiring>,
  rules: ResolvedRules,
): KeyMatch<Billing, Acquiring> {
  type Open = OpenEntries<Billing, Acquiring>;
  const budget = createStepBudget(rules.searchStepsMax);
  const stages: readonly ((open: Open) => StageOutcome<Billing, Acquiring>)[] = [
    (open) => matchExactly(open),
    (open) => matchWithinDateWindow(open, rules),
    (open) => matchWithinTolerance(open, rules, budget),
    (open) => matchGroups(open, rules, budget),
    (open) => matchDifferences(open),
  ];

  const outside = setAsideOutsidePeriod(entries, rules);
  const groups = [...outside.groups];
  let open = outside.open;
  for (const stage of stages) {
    if (open.billing.length === 0 || open.acquiring.length === 0) break;
    const outcome = stage(open);
    for (const group of outcome.groups) groups.push(group);
    open = outcome.open;
  }
  for (const group of leaveOneSided(open)) groups.push(group);
  return { groups, isSearchCutShort: budget.isExceeded };
}

/** What no stage could place stands alone. */
function leaveOneSided<Billing extends MatchEntry, Acquiring extends MatchEntry>({
  billing,
  acquiring,
}: OpenEntries<Billing, Acquiring>): readonly MatchGroup<Billing, Acquiring>[] {
  return [
    ...billing.map(
      (entry) => ({ status: "billing-only", stage: "one-sided", billing: [entry], acquiring: [] }) as const,
    ),
    ...acquiring.map(
      (entry) => ({ status: "acquiring-only", stage: "one-sided", billing: [], acquiring: [entry] }) as const,
    ),
  ];
}
