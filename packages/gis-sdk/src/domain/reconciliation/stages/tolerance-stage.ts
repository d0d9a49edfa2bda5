import {
  areAmountsClose,
  compareByAmount,
  compareMinor,
  inOrder,
  type MatchEntry,
  magnitude,
  type OpenEntries,
} from "../match-entry.js";
import { type StageOutcome, without } from "../match-group.js";
import type { ResolvedRules } from "../rules.js";
import { pairsAs } from "./equal-stages.js";
import { type StepBudget, takeStep } from "./step-budget.js";

/**
 * Pairs rows whose components differ by at most the tolerance and whose dates lie within the window. Each charge, in
 * the order of amounts, takes the payment with the smallest difference, then with the nearest date.
 */
export function matchWithinTolerance<Billing extends MatchEntry, Acquiring extends MatchEntry>(
  open: OpenEntries<Billing, Acquiring>,
  rules: ResolvedRules,
  budget: StepBudget,
): StageOutcome<Billing, Acquiring> {
  if (rules.toleranceMinor === 0n) return { groups: [], open };
  const billing = inOrder(open.billing, compareByAmount);
  const acquiring = inOrder(open.acquiring, compareByAmount);
  const pairs: (readonly [Billing, Acquiring])[] = [];
  const taken = new Set<MatchEntry>();

  let firstInReach = 0;
  for (const charge of billing) {
    const lowest = charge.mainMinor - rules.toleranceMinor;
    while ((acquiring[firstInReach]?.mainMinor ?? lowest) < lowest) firstInReach += 1;
    const payment = nearestPayment(charge, acquiring, { from: firstInReach, taken, rules, budget });
    if (payment === undefined) continue;
    pairs.push([charge, payment]);
    taken.add(charge).add(payment);
  }
  const left = { billing: without(billing, taken), acquiring: without(acquiring, taken) };
  return pairsAs({ pairs, open: left }, "matched", "tolerance");
}

interface Search {
  readonly from: number;
  readonly taken: ReadonlySet<MatchEntry>;
  readonly rules: ResolvedRules;
  readonly budget: StepBudget;
}

function nearestPayment<Acquiring extends MatchEntry>(
  charge: MatchEntry,
  acquiring: readonly Acquiring[],
  { from, taken, rules, budget }: Search,
): Acquiring | undefined {
  let nearest: Acquiring | undefined;
  for (let at = from; at < acquiring.length; at += 1) {
    const payment = acquiring[at];
    if (payment === undefined || payment.mainMinor > charge.mainMinor + rules.toleranceMinor || !takeStep(budget))
      break;
    if (taken.has(payment) || Math.abs(payment.day - charge.day) > rules.dateWindowDays) continue;
    if (!areAmountsClose(charge, payment, rules.toleranceMinor)) continue;
    if (nearest === undefined || compareDistance(charge, payment, nearest) < 0) nearest = payment;
  }
  return nearest;
}

function compareDistance(charge: MatchEntry, a: MatchEntry, b: MatchEntry): number {
  return (
    compareMinor(differenceMinor(charge, a), differenceMinor(charge, b)) ||
    Math.abs(a.day - charge.day) - Math.abs(b.day - charge.day)
  );
}

function differenceMinor(a: MatchEntry, b: MatchEntry): bigint {
  return magnitude(a.mainMinor - b.mainMinor) + magnitude(a.fineMinor - b.fineMinor);
}
