import {
  areAmountsClose,
  compareByDate,
  inOrder,
  isZero,
  type MatchEntry,
  type OpenEntries,
  sumAmounts,
} from "../match-entry.js";
import { type MatchGroup, type StageOutcome, without } from "../match-group.js";
import type { ResolvedRules } from "../rules.js";
import { type StepBudget, takeStep } from "./step-budget.js";
import { findSubset } from "./subset-search.js";

/**
 * Finds rows whose totals agree: one charge paid in parts, several charges paid at once, and at last everything that is
 * left against everything that is left. Rows of zero never take part: they would fit everywhere.
 */
export function matchGroups<Billing extends MatchEntry, Acquiring extends MatchEntry>(
  open: OpenEntries<Billing, Acquiring>,
  rules: ResolvedRules,
  budget: StepBudget,
): StageOutcome<Billing, Acquiring> {
  // A group has at least three rows.
  if (open.billing.length + open.acquiring.length < 3) return { groups: [], open };
  const groups: MatchGroup<Billing, Acquiring>[] = [];
  const taken = new Set<MatchEntry>();
  const take = (billing: readonly Billing[], acquiring: readonly Acquiring[]): void => {
    groups.push({ status: "matched-in-group", stage: "group", billing, acquiring });
    for (const entry of [...billing, ...acquiring]) taken.add(entry);
  };

  const search = { rules, budget, taken };
  const billing = inOrder(open.billing.filter(isWeighty), compareByDate);
  const acquiring = inOrder(open.acquiring.filter(isWeighty), compareByDate);
  for (const charge of billing) {
    const payments = findParts(charge, acquiring, search);
    if (payments !== undefined) take([charge], payments);
  }
  for (const payment of acquiring) {
    const charges = findParts(payment, billing, search);
    if (charges !== undefined) take(charges, [payment]);
  }
  const charges = without(billing, taken);
  const payments = without(acquiring, taken);
  if (isGroup(charges, payments, rules)) take(charges, payments);

  return { groups, open: { billing: without(open.billing, taken), acquiring: without(open.acquiring, taken) } };
}

function isWeighty(entry: MatchEntry): boolean {
  return !isZero(entry);
}

interface GroupSearch {
  readonly rules: ResolvedRules;
  readonly budget: StepBudget;
  readonly taken: ReadonlySet<MatchEntry>;
}

/** Two or more untaken entries of the other side that add up to `whole`. */
function findParts<Entry extends MatchEntry>(
  whole: MatchEntry,
  others: readonly Entry[],
  { rules, budget, taken }: GroupSearch,
): readonly Entry[] | undefined {
  if (taken.has(whole)) return undefined;
  const candidates: Entry[] = [];
  for (const entry of others) {
    if (!takeStep(budget)) return undefined;
    if (taken.has(entry) || Math.abs(entry.day - whole.day) > rules.dateWindowDays) continue;
    candidates.push(entry);
    // With more candidates than that only the comparison of all with all is tried.
    if (candidates.length > rules.groupCandidatesMax) return undefined;
  }
  return findSubset(candidates, { ...pickAmounts(whole), toleranceMinor: rules.toleranceMinor }, budget);
}

function pickAmounts({ mainMinor, fineMinor }: MatchEntry): Pick<MatchEntry, "mainMinor" | "fineMinor"> {
  return { mainMinor, fineMinor };
}

/** Whether charges and payments, in order of their dates and more than one on a side, agree in total within the window. */
export function isGroup(
  charges: readonly MatchEntry[],
  payments: readonly MatchEntry[],
  rules: ResolvedRules,
): boolean {
  const firstCharge = charges[0];
  const firstPayment = payments[0];
  const lastCharge = charges.at(-1);
  const lastPayment = payments.at(-1);
  if (!firstCharge || !lastCharge || !firstPayment || !lastPayment) return false;
  if (charges.length + payments.length === 2) return false;
  const spanDays = Math.max(lastCharge.day - firstPayment.day, lastPayment.day - firstCharge.day);
  return (
    spanDays <= rules.dateWindowDays && areAmountsClose(sumAmounts(charges), sumAmounts(payments), rules.toleranceMinor)
  );
}
