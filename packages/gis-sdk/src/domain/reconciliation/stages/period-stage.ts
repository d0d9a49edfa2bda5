import type { MatchEntry, OpenEntries } from "../match-entry.js";
import type { MatchGroup, StageOutcome } from "../match-group.js";
import type { ResolvedRules } from "../rules.js";

/** Sets aside what is dated outside of the declared period. */
export function setAsideOutsidePeriod<Billing extends MatchEntry, Acquiring extends MatchEntry>(
  open: OpenEntries<Billing, Acquiring>,
  { firstDay, lastDay }: ResolvedRules,
): StageOutcome<Billing, Acquiring> {
  const { billing, acquiring } = open;
  const isInside = ({ day }: MatchEntry): boolean => day >= firstDay && day <= lastDay;
  if (billing.every(isInside) && acquiring.every(isInside)) return { groups: [], open };
  const groups: MatchGroup<Billing, Acquiring>[] = [];
  for (const entry of billing) {
    if (!isInside(entry)) groups.push({ status: "outside-period", stage: "period", billing: [entry], acquiring: [] });
  }
  for (const entry of acquiring) {
    if (!isInside(entry)) groups.push({ status: "outside-period", stage: "period", billing: [], acquiring: [entry] });
  }
  return { groups, open: { billing: billing.filter(isInside), acquiring: acquiring.filter(isInside) } };
}
