import {
  areAmountsEqual,
  compareByTotal,
  compareMinor,
  isZero,
  type MatchEntry,
  type OpenEntries,
  sumAmounts,
  totalMinor,
} from "../match-entry.js";
import { type StageOutcome, without } from "../match-group.js";
import type { ReconciliationStatus } from "../statuses.js";
import { equalComponents, pairsAs } from "./equal-stages.js";
import { pairInOrder } from "./pairing.js";

/**
 * Sets against each other what has the same key and something different: first equal components (only the dates lie too
 * far apart), then equal totals (divided otherwise), then everything that is left as one group with its difference.
 */
export function matchDifferences<Billing extends MatchEntry, Acquiring extends MatchEntry>(
  open: OpenEntries<Billing, Acquiring>,
): StageOutcome<Billing, Acquiring> {
  if (open.billing.length === 0 || open.acquiring.length === 0) return { groups: [], open };
  const dated = pairsAs(pairInOrder(open, equalComponents), "date-mismatch", "difference");
  const divided = pairsAs(
    pairInOrder(dated.open, { order: compareByTotal, relation: (a, b) => compareMinor(totalMinor(a), totalMinor(b)) }),
    "component-mismatch",
    "difference",
  );
  const rest = matchRest(divided.open);
  return { groups: [...dated.groups, ...divided.groups, ...rest.groups], open: rest.open };
}

function matchRest<Billing extends MatchEntry, Acquiring extends MatchEntry>(
  open: OpenEntries<Billing, Acquiring>,
): StageOutcome<Billing, Acquiring> {
  const billing = weighty(open.billing);
  const acquiring = weighty(open.acquiring);
  const status = differenceStatus(billing, acquiring);
  if (status === undefined) return { groups: [], open };
  return {
    groups: [{ status, stage: "difference", billing, acquiring }],
    open: {
      billing: without(open.billing, new Set(billing)),
      acquiring: without(open.acquiring, new Set(acquiring)),
    },
  };
}

/** The entries that are not zero; the zero ones only where nothing else is left to stand against the other side. */
function weighty<Entry extends MatchEntry>(entries: readonly Entry[]): readonly Entry[] {
  const others = entries.filter((entry) => !isZero(entry));
  return others.length > 0 ? others : entries;
}

/** Undefined where there is nothing to set against each other. */
function differenceStatus(
  billing: readonly MatchEntry[],
  acquiring: readonly MatchEntry[],
): ReconciliationStatus | undefined {
  if (billing.length === 0 || acquiring.length === 0) return undefined;
  const charged = sumAmounts(billing);
  const paid = sumAmounts(acquiring);
  if (!areAmountsEqual(charged, paid)) {
    return totalMinor(charged) === totalMinor(paid) ? "component-mismatch" : "amount-mismatch";
  }
  // Equal sums are left only by the window, or by payments and refunds that cancel out beside a charge of zero.
  return isZero(charged) && (billing.every(isZero) || acquiring.every(isZero)) ? undefined : "date-mismatch";
}
