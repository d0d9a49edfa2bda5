declare const exactKopecksBrand: unique symbol;

/**
 * An amount between the bytes of a file and a bigint: a whole number of kopecks with at most fifteen digits, which a double
 * holds exactly. To make a bigint of each amount would take as long as reading the rest of its line.
 *
 * It never leaves this adapter, and is only compared, stored, written and added up by {@link createExactSum}: no other
 * arithmetic is done with it, so nothing is ever rounded.
 */
export type ExactKopecks = number & { readonly [exactKopecksBrand]: true };

/** Takes a whole number of kopecks; the caller has checked that it has at most fifteen digits. */
export function exactKopecks(value: number): ExactKopecks {
  return value as ExactKopecks;
}

/** Adds up amounts without an error. */
export interface ExactSum {
  add(amount: ExactKopecks): void;
  /** The sum of all amounts. */
  minor(): bigint;
}

/** Below this a further amount of fifteen digits leaves the sum exact. */
const partialMax = 2 ** 52;

/** Creates a sum of nothing. */
export function createExactSum(): ExactSum {
  let whole = 0n;
  let partial = 0;
  return {
    add(amount) {
      partial += amount;
      if (partial < partialMax && partial > -partialMax) return;
      whole += BigInt(partial);
      partial = 0;
    },
    minor: () => whole + BigInt(partial),
  };
}
