/**
 * What holds in every interleaving of everything that may happen (I1 to I12). All but `convergence`, `noLoss` and `liveness`
 * are looked at after every step, these at the end, when all messages are delivered and all duties have nothing left to do.
 */
export type Invariant =
  /** I1: the root's balances are the sums of the documents that it has booked; nothing comes from nowhere. */
  | "conservation"
  /** I2: an accepted document is booked once, however often and from wherever it arrives. */
  | "exactlyOnce"
  /** I3: a child shows the root's balance in the snapshot of its row, and its own documents that are not in it. */
  | "view"
  /** I4: when nothing is on its way, every child shows what the root shows. */
  | "convergence"
  /** I5: update numbers grow in the order of commits, watermarks and cursors never go back, none is ahead of its source. */
  | "monotone"
  /** I6: every acknowledged document is in the archive in the end, once, as it was. */
  | "noLoss"
  /** I7: no node takes a debit that what it shows does not cover, and none refuses one that is covered. */
  | "localSafety"
  /** I8: an account that is debited at one node only never goes below its credit limit at the root. */
  | "singleCentreSafety"
  /** I9: an account in spend mode `allotment` never goes below zero, wherever it is debited. */
  | "allotmentSafety"
  /** I10: the same command with the same id gives the same result; another with this id is refused. */
  | "idempotency"
  /** I11: no document stops those behind it; queues run empty when faults stop. */
  | "liveness"
  /** I12: nothing is deleted that is not settled, archived and backed up. */
  | "cleanupSafety";

/** Every invariant, I1 to I12. */
export const everyInvariant: readonly Invariant[] = [
  "conservation",
  "exactlyOnce",
  "view",
  "convergence",
  "monotone",
  "noLoss",
  "localSafety",
  "singleCentreSafety",
  "allotmentSafety",
  "idempotency",
  "liveness",
  "cleanupSafety",
];

/** An invariant that did not hold. */
export interface Violation {
  readonly invariant: Invariant;
  /** Index of the step after which it did not hold; the length of the schedule: at the end. */
  readonly step: number;
  /** Where, and what differs from what. */
  readonly message: string;
}

/** What a schedule came to. */
export type Verdict = { readonly status: "held" } | { readonly status: "violated"; readonly violation: Violation };

/** What breaks an invariant, as a check tells it. */
export interface Breach {
  readonly invariant: Invariant;
  readonly message: string;
}

/** Makes a breach. */
export function breach(invariant: Invariant, message: string): Breach {
  return { invariant, message };
}
