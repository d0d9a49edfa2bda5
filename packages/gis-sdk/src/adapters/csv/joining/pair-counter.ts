import { suppliersMax } from "../../../domain/reconciliation/totals.js";
import type { PairTotals, TotalsCounter } from "../../../domain/reconciliation/totals-counter.js";
import { createExactSum, type ExactKopecks, type ExactSum } from "../exact-kopecks.js";

/** Counts pairs of equal rows, to be handed to the counter of the reconciliation in bulk. */
export interface PairCounter {
  add(day: number, supplierId: string, main: ExactKopecks, fine: ExactKopecks): void;
  /** Hands over what was counted, and forgets it. */
  drainInto(counter: TotalsCounter): void;
  /** Whether it is time to drain. */
  readonly isFull: boolean;
}

interface PairSum {
  pairs: number;
  readonly main: ExactSum;
  readonly fine: ExactSum;
}

/** Creates an empty counter. */
export function createPairCounter(): PairCounter {
  const byDay = new Map<number, PairSum>();
  const bySupplier = new Map<string, PairSum>();
  return {
    get isFull() {
      return bySupplier.size > suppliersMax;
    },
    add(day, supplierId, main, fine) {
      addTo(sumOf(byDay, day), main, fine);
      addTo(sumOf(bySupplier, supplierId), main, fine);
    },
    drainInto(counter) {
      counter.addPairs(totalsOf(byDay), totalsOf(bySupplier));
      byDay.clear();
      bySupplier.clear();
    },
  };
}

function sumOf<Key>(sums: Map<Key, PairSum>, key: Key): PairSum {
  const known = sums.get(key);
  if (known) return known;
  const sum = { pairs: 0, main: createExactSum(), fine: createExactSum() };
  sums.set(key, sum);
  return sum;
}

function addTo(sum: PairSum, main: ExactKopecks, fine: ExactKopecks): void {
  sum.pairs += 1;
  sum.main.add(main);
  sum.fine.add(fine);
}

function totalsOf<Key>(sums: ReadonlyMap<Key, PairSum>): ReadonlyMap<Key, PairTotals> {
  return new Map(
    Array.from(sums, ([key, { pairs, main, fine }]) => [
      key,
      { pairs, mainMinor: main.minor(), fineMinor: fine.minor() },
    ]),
  );
}
