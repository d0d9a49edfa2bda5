import {
  type Amounts,
  areAmountsEqual,
  compareByDate,
  compareByTotal,
  compareMinor,
  inOrder,
  isZero,
  type MatchEntry,
  type OpenEntries,
  sumAmounts,
  totalMinor,
} from "../match-entry.js";
import { type MatchGroup, type StageOutcome, without } from "../match-group.js";
import type { ResolvedRules } from "../rules.js";
import type { ReconciliationStatus } from "../statuses.js";
import { equalComponents, pairsAs } from "./equal-stages.js";
import { isGroup } from "./group-stage.js";
import { pairInOrder } from "./pairing.js";

/**
 * Sets against each other what has the same key and something different: first equal components (only the dates lie too
 * far apart), then equal totals (divided otherwise), then everything that is left as one group with its difference.
 */
export function matchDifferences<Billing extends MatchEntry, Acquiring extends MatchEntry>(
  open: OpenEntries<Billing, Acquiring>,
  rules: ResolvedRules,
): StageOutcome<Billing, Acquiring> {
  if (open.billing.length === 0 || open.acquiring.length === 0) return { groups: [], open };
  const dated = pairsAs(pairInOrder(open, equalComponents), "date-mismatch", "difference");
  const divided = pairsAs(
    pairInOrder(dated.open, { order: compareByTotal, relation: (a, b) => compareMinor(totalMinor(a), totalMinor(b)) }),
    "component-mismatch",
    "difference",
  );
  const rest = matchRest(divided.open, rules);
  return { groups: [...dated.groups, ...divided.groups, ...rest.groups], open: rest.open };
}

function matchRest<Billing extends MatchEntry, Acquiring extends MatchEntry>(
  open: OpenEntries<Billing, Acquiring>,
  rules: ResolvedRules,
): StageOutcome<Billing, Acquiring> {
  const billing = inOrder(weighty(open.billing), compareByDate);
  const acquiring = inOrder(weighty(open.acquiring), compareByDate);
  const verdict = verdictOf(billing, acquiring, rules);
  if (verdict === undefined) return { groups: [], open };
  return {
    groups: [{ ...verdict, billing, acquiring }],
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

type Verdict = Pick<MatchGroup<MatchEntry, MatchEntry>, "status" | "stage">;

/** Undefined where there is nothing to set against each other. */
function verdictOf(
  billing: readonly MatchEntry[],
  acquiring: readonly MatchEntry[],
  rules: ResolvedRules,
): Verdict | undefined {
  if (billing.length === 0 || acquiring.length === 0) return undefined;
  const charged = sumAmounts(billing);
  const paid = sumAmounts(acquiring);
  // Payments and refunds that cancel out are nothing to set a charge of zero against.
  if (isZero(charged) && isZero(paid) && (billing.every(isZero) || acquiring.every(isZero))) return undefined;
  // With the pairs above out of the way, what is left may agree after all.
  if (isGroup(billing, acquiring, rules)) return { status: "matched-in-group", stage: "group" };
  return { status: differenceStatus(charged, paid), stage: "difference" };
}

function differenceStatus(charged: Amounts, paid: Amounts): ReconciliationStatus {
  if (areAmountsEqual(charged, paid)) return "date-mismatch";
  return totalMinor(charged) === totalMinor(paid) ? "component-mismatch" : "amount-mismatch";
}
