import { inOrder, type MatchEntry, type OpenEntries } from "../match-entry.js";
import { without } from "../match-group.js";

/** Pairs, and what found no partner. */
export interface Pairing<Billing extends MatchEntry, Acquiring extends MatchEntry> {
  readonly pairs: readonly (readonly [Billing, Acquiring])[];
  readonly open: OpenEntries<Billing, Acquiring>;
}

/** How entries are put in order and brought together. */
export interface PairingRule {
  /** The order of both sides. */
  readonly order: (a: MatchEntry, b: MatchEntry) => number;
  /**
   * Zero when the two are partners. Otherwise negative when no later acquiring entry can be the partner of `billing`,
   * positive when no later billing entry can be the partner of `acquiring`.
   */
  readonly relation: (billing: MatchEntry, acquiring: MatchEntry) => number;
}

/** Walks both sides in one order, once, and pairs what stands in relation zero. */
export function pairInOrder<Billing extends MatchEntry, Acquiring extends MatchEntry>(
  open: OpenEntries<Billing, Acquiring>,
  { order, relation }: PairingRule,
): Pairing<Billing, Acquiring> {
  const billing = inOrder(open.billing, order);
  const acquiring = inOrder(open.acquiring, order);
  const pairs: (readonly [Billing, Acquiring])[] = [];
  const taken = new Set<MatchEntry>();

  let billingAt = 0;
  let acquiringAt = 0;
  for (;;) {
    const charge = billing[billingAt];
    const payment = acquiring[acquiringAt];
    if (charge === undefined || payment === undefined) break;
    const related = relation(charge, payment);
    if (related === 0) {
      pairs.push([charge, payment]);
      taken.add(charge).add(payment);
    }
    if (related <= 0) billingAt += 1;
    if (related >= 0) acquiringAt += 1;
  }
  if (pairs.length === 0) return { pairs, open };
  return { pairs, open: { billing: without(billing, taken), acquiring: without(acquiring, taken) } };
}
