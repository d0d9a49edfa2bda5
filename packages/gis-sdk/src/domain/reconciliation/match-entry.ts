/** A row as the stages see it: what is compared, and an ordinal that tells equal rows apart. */
export interface MatchEntry {
  /** Days since 1970-01-01. */
  readonly day: number;
  readonly mainMinor: bigint;
  readonly fineMinor: bigint;
  /** Number of the row in its register, from 1. It orders rows that are equal in everything else. */
  readonly ordinal: number;
}

/** Both components of something, in kopecks. */
export interface Amounts {
  readonly mainMinor: bigint;
  readonly fineMinor: bigint;
}

/** Rows of one key that no stage has taken yet. */
export interface OpenEntries<Billing extends MatchEntry, Acquiring extends MatchEntry> {
  readonly billing: readonly Billing[];
  readonly acquiring: readonly Acquiring[];
}

/** Orders entries by main sum, fine, day and ordinal. */
export function compareByAmount(a: MatchEntry, b: MatchEntry): number {
  return compareMinor(a.mainMinor, b.mainMinor) || compareMinor(a.fineMinor, b.fineMinor) || compareByDay(a, b);
}

/** Orders entries by day, then by ordinal. */
function compareByDay(a: MatchEntry, b: MatchEntry): number {
  return a.day - b.day || a.ordinal - b.ordinal;
}

/** Orders entries by day, main sum, fine and ordinal: the order of a report. */
export function compareByDate(a: MatchEntry, b: MatchEntry): number {
  return (
    a.day - b.day ||
    compareMinor(a.mainMinor, b.mainMinor) ||
    compareMinor(a.fineMinor, b.fineMinor) ||
    a.ordinal - b.ordinal
  );
}

/** The entries in an order; a single one, which is the usual case, costs nothing. */
export function inOrder<Entry extends MatchEntry>(
  entries: readonly Entry[],
  compare: (a: MatchEntry, b: MatchEntry) => number,
): readonly Entry[] {
  return entries.length > 1 ? entries.toSorted(compare) : entries;
}

/** Orders entries by main sum plus fine, then as {@link compareByAmount}. */
export function compareByTotal(a: MatchEntry, b: MatchEntry): number {
  return compareMinor(totalMinor(a), totalMinor(b)) || compareByAmount(a, b);
}

/** Negative, zero or positive, as two amounts stand to each other. */
export function compareMinor(a: bigint, b: bigint): number {
  return a < b ? -1 : Number(a > b);
}

/** Negative, zero or positive, as two texts stand to each other by their code units. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

/** Main sum plus fine. */
export function totalMinor({ mainMinor, fineMinor }: Amounts): bigint {
  return mainMinor + fineMinor;
}

/** Whether both components are zero. */
export function isZero({ mainMinor, fineMinor }: Amounts): boolean {
  return mainMinor === 0n && fineMinor === 0n;
}

/** Whether both components are equal. */
export function areAmountsEqual(a: Amounts, b: Amounts): boolean {
  return a.mainMinor === b.mainMinor && a.fineMinor === b.fineMinor;
}

/** Whether each component differs by at most `toleranceMinor`. */
export function areAmountsClose(a: Amounts, b: Amounts, toleranceMinor: bigint): boolean {
  return (
    magnitude(a.mainMinor - b.mainMinor) <= toleranceMinor && magnitude(a.fineMinor - b.fineMinor) <= toleranceMinor
  );
}

/** The sum of all components. */
export function sumAmounts(entries: readonly Amounts[]): Amounts {
  let mainMinor = 0n;
  let fineMinor = 0n;
  for (const entry of entries) {
    mainMinor += entry.mainMinor;
    fineMinor += entry.fineMinor;
  }
  return { mainMinor, fineMinor };
}

/** The absolute value. */
export function magnitude(minor: bigint): bigint {
  return minor < 0n ? -minor : minor;
}
