import { type Amounts, areAmountsClose, type MatchEntry } from "../match-entry.js";
import { type StepBudget, takeStep } from "./step-budget.js";

/** What is looked for. */
export interface SubsetTarget extends Amounts {
  /** By how much each component of the subset's sum may differ. */
  readonly toleranceMinor: bigint;
}

/**
 * Looks for two or more entries whose components add up to the target: the smallest number of them, and among equally
 * small ones the first in the order of `candidates`. Undefined when there is none or the budget ends before one is found.
 */
export function findSubset<Entry extends MatchEntry>(
  candidates: readonly Entry[],
  target: SubsetTarget,
  budget: StepBudget,
): readonly Entry[] | undefined {
  for (let size = 2; size <= candidates.length && !budget.isExceeded; size += 1) {
    const chosen = chooseFrom(candidates, 0, size, target, budget);
    if (chosen !== undefined) return chosen;
  }
  return undefined;
}

/** The first `size` entries from `from` on, not necessarily neighbours, that add up to `missing`. */
function chooseFrom<Entry extends MatchEntry>(
  candidates: readonly Entry[],
  from: number,
  size: number,
  missing: SubsetTarget,
  budget: StepBudget,
): readonly Entry[] | undefined {
  for (let at = from; at <= candidates.length - size; at += 1) {
    const entry = candidates[at];
    if (entry === undefined || !takeStep(budget)) return undefined;
    if (size === 1) {
      if (areAmountsClose(entry, missing, missing.toleranceMinor)) return [entry];
      continue;
    }
    const rest = chooseFrom(candidates, at + 1, size - 1, less(missing, entry), budget);
    if (rest !== undefined) return [entry, ...rest];
  }
  return undefined;
}

function less({ mainMinor, fineMinor, toleranceMinor }: SubsetTarget, taken: Amounts): SubsetTarget {
  return { mainMinor: mainMinor - taken.mainMinor, fineMinor: fineMinor - taken.fineMinor, toleranceMinor };
}
