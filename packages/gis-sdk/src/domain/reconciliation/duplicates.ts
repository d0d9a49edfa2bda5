import { areAmountsEqual, type MatchEntry } from "./match-entry.js";
import type { RegisterSide } from "./register-row.js";

/** Two or more rows of one register that are equal in key, date and both components. */
export interface DuplicateRows {
  readonly side: RegisterSide;
  readonly entries: readonly MatchEntry[];
}

/** Finds rows of one key and one register that are equal in date and components. `entries` are in order of date. */
export function findDuplicates(entries: readonly MatchEntry[], side: RegisterSide): readonly DuplicateRows[] {
  if (entries.length < 2) return [];
  const duplicates: DuplicateRows[] = [];
  let from = 0;
  for (let at = 1; at <= entries.length; at += 1) {
    const first = entries[from];
    const entry = entries[at];
    if (first && entry && first.day === entry.day && areAmountsEqual(first, entry)) continue;
    if (at - from > 1) duplicates.push({ side, entries: entries.slice(from, at) });
    from = at;
  }
  return duplicates;
}
