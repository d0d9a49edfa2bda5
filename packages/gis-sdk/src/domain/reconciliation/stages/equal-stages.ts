import { compareByAmount, compareMinor, type MatchEntry, type OpenEntries } from "../match-entry.js";
import type { MatchGroup, StageOutcome } from "../match-group.js";
import type { ResolvedRules } from "../rules.js";
import type { ReconciliationStage, ReconciliationStatus } from "../statuses.js";
import { type Pairing, type PairingRule, pairInOrder } from "./pairing.js";

/** Pairs rows with the same date and the same components. */
export function matchExactly<Billing extends MatchEntry, Acquiring extends MatchEntry>(
  open: OpenEntries<Billing, Acquiring>,
): StageOutcome<Billing, Acquiring> {
  return pairsAs(pairInOrder(open, sameDay), "matched", "exact");
}

const sameDay: PairingRule = {
  order: compareByAmount,
  relation: (a, b) => compareComponents(a, b) || a.day - b.day,
};

/** Pairs rows with the same components whose dates lie within the window. */
export function matchWithinDateWindow<Billing extends MatchEntry, Acquiring extends MatchEntry>(
  open: OpenEntries<Billing, Acquiring>,
  { dateWindowDays }: ResolvedRules,
): StageOutcome<Billing, Acquiring> {
  const relation = (a: MatchEntry, b: MatchEntry): number =>
    compareComponents(a, b) || (Math.abs(a.day - b.day) <= dateWindowDays ? 0 : a.day - b.day);
  return pairsAs(pairInOrder(open, { order: compareByAmount, relation }), "matched", "date-window");
}

/** The rule that pairs equal components whatever the dates. */
export const equalComponents: PairingRule = { order: compareByAmount, relation: compareComponents };

function compareComponents(a: MatchEntry, b: MatchEntry): number {
  return compareMinor(a.mainMinor, b.mainMinor) || compareMinor(a.fineMinor, b.fineMinor);
}

/** Each pair as a group of its own. */
export function pairsAs<Billing extends MatchEntry, Acquiring extends MatchEntry>(
  { pairs, open }: Pairing<Billing, Acquiring>,
  status: ReconciliationStatus,
  stage: ReconciliationStage,
): StageOutcome<Billing, Acquiring> {
  const groups = pairs.map(
    ([charge, payment]): MatchGroup<Billing, Acquiring> => ({ status, stage, billing: [charge], acquiring: [payment] }),
  );
  return { groups, open };
}
