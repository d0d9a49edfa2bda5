import type { MatchEntry, OpenEntries } from "./match-entry.js";
import type { MatchGroup, StageOutcome } from "./match-group.js";
import type { ResolvedRules } from "./rules.js";
import { matchDifferences } from "./stages/difference-stage.js";
import { matchExactly, matchWithinDateWindow } from "./stages/equal-stages.js";
import { matchGroups } from "./stages/group-stage.js";
import { setAsideOutsidePeriod } from "./stages/period-stage.js";
import { createStepBudget, type StepBudget } from "./stages/step-budget.js";
import { matchWithinTolerance } from "./stages/tolerance-stage.js";

/** All rows of one key, each in exactly one group. */
export interface KeyMatch<Billing extends MatchEntry, Acquiring extends MatchEntry> {
  readonly groups: readonly MatchGroup<Billing, Acquiring>[];
  /** Whether a search stopped at its limit, so that a matching group may have been missed. */
  readonly isSearchCutShort: boolean;
}

/** Takes what it can decide from what the stages before it left open. */
type Stage = <Billing extends MatchEntry, Acquiring extends MatchEntry>(
  open: OpenEntries<Billing, Acquiring>,
  rules: ResolvedRules,
  budget: StepBudget,
) => StageOutcome<Billing, Acquiring>;

/** The stages that set rows of both registers against each other. What they leave stands alone. */
const stages: readonly Stage[] = [
  matchExactly,
  matchWithinDateWindow,
  matchWithinTolerance,
  matchGroups,
  matchDifferences,
];

/**
 * Matches the rows of one key, stage by stage. Pure; the outcome does not depend on the order of the rows, except that
 * ordinals tell apart rows that are equal in everything else.
 */
export function matchKey<Billing extends MatchEntry, Acquiring extends MatchEntry>(
  entries: OpenEntries<Billing, Acquiring>,
  rules: ResolvedRules,
): KeyMatch<Billing, Acquiring> {
  const budget = createStepBudget(rules.searchStepsMax);
  const outside = setAsideOutsidePeriod(entries, rules);
  const groups = [...outside.groups];
  let open = outside.open;
  for (const stage of stages) {
    if (open.billing.length === 0 || open.acquiring.length === 0) break;
    const outcome = stage(open, rules, budget);
    for (const group of outcome.groups) groups.push(group);
    open = outcome.open;
  }
  for (const entry of open.billing) {
    groups.push({ status: "billing-only", stage: "one-sided", billing: [entry], acquiring: [] });
  }
  for (const entry of open.acquiring) {
    groups.push({ status: "acquiring-only", stage: "one-sided", billing: [], acquiring: [entry] });
  }
  return { groups, isSearchCutShort: budget.isExceeded };
}
