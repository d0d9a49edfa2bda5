import type { AnyRecord } from "@opora/processing-sdk";

/** Where a table keeps a record; every order of the table points to the same one. */
export interface Entry {
  record: AnyRecord;
}

/** A piece of the list: texts and what they stand for, side by side. */
interface Piece {
  readonly keys: string[];
  readonly entries: Entry[];
}

/** Which part of the list to walk. All texts are starts of the keys they bound. */
export interface SortedRange {
  /** Only keys that start so. */
  readonly prefix: string;
  /** Only keys beyond all that start so, in the direction of the walk. */
  readonly after: string | undefined;
  /** Only keys up to the last that starts so, in the direction of the walk. */
  readonly through: string | undefined;
  readonly direction: "ascending" | "descending";
  readonly limit: number;
}

/** Entries in the order of their keys. */
export interface SortedEntries {
  add(key: string, entry: Entry): void;
  remove(key: string): void;
  range(range: SortedRange): AnyRecord[];
  clear(): void;
}

const pieceLengthMax = 512;

/** Creates a sorted list in pieces of bounded length, so that a change moves few of them however long it is. */
export function createSortedEntries(): SortedEntries {
  let pieces: Piece[] = [];

  /** The piece that has the key, or would have it. */
  function pieceOf(key: string): number {
    let low = 0;
    let high = pieces.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if ((pieces[middle]?.keys[0] as string) <= key) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** The place of the first key for which `isBefore` no longer holds. */
  function place(isBefore: (key: string) => boolean): { piece: number; index: number } {
    let low = 0;
    let high = pieces.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (isBefore(pieces[middle]?.keys.at(-1) as string)) low = middle + 1;
      else high = middle;
    }
    const keys = pieces[low]?.keys ?? [];
    let from = 0;
    let to = keys.length;
    while (from < to) {
      const middle = (from + to) >>> 1;
      if (isBefore(keys[middle] as string)) from = middle + 1;
      else to = middle;
    }
    return { piece: low, index: from };
  }

  const collectUp = ({ prefix, after, through, limit }: SortedRange): AnyRecord[] => {
    const found: AnyRecord[] = [];
    const start = after === undefined ? before(prefix) : upTo(after);
    let { piece, index } = place(start);
    for (; piece < pieces.length; piece += 1, index = 0) {
      const { keys, entries } = pieces[piece] as Piece;
      for (; index < keys.length; index += 1) {
        const key = keys[index] as string;
        if (!key.startsWith(prefix) || (through !== undefined && key > through && !key.startsWith(through)))
          return found;
        found.push((entries[index] as Entry).record);
        if (found.length === limit) return found;
      }
    }
    return found;
  };

  const collectDown = ({ prefix, after, through, limit }: SortedRange): AnyRecord[] => {
    const found: AnyRecord[] = [];
    const end = after === undefined ? upTo(prefix) : before(after);
    let { piece, index } = place(end);
    for (; piece >= 0; piece -= 1, index = pieces[piece]?.keys.length ?? 0) {
      const { keys, entries } = pieces[piece] ?? { keys: [], entries: [] };
      for (index -= 1; index >= 0; index -= 1) {
        const key = keys[index] as string;
        if (!key.startsWith(prefix) || (through !== undefined && key < through)) return found;
        found.push((entries[index] as Entry).record);
        if (found.length === limit) return found;
      }
    }
    return found;
  };

  return {
    add(key, entry) {
      if (pieces.length === 0) pieces.push({ keys: [], entries: [] });
      const number = pieceOf(key);
      const { keys, entries } = pieces[number] as Piece;
      const index = firstNotBelow(keys, key);
      keys.splice(index, 0, key);
      entries.splice(index, 0, entry);
      if (keys.length <= pieceLengthMax) return;
      const half = keys.length >>> 1;
      pieces.splice(number + 1, 0, { keys: keys.splice(half), entries: entries.splice(half) });
    },
    remove(key) {
      const number = pieceOf(key);
      const { keys, entries } = pieces[number] as Piece;
      const index = firstNotBelow(keys, key);
      keys.splice(index, 1);
      entries.splice(index, 1);
      if (keys.length === 0) pieces.splice(number, 1);
    },
    range: (range) => (range.direction === "ascending" ? collectUp(range) : collectDown(range)),
    clear() {
      pieces = [];
    },
  };
}

const before =
  (start: string) =>
  (key: string): boolean =>
    key < start;

const upTo =
  (start: string) =>
  (key: string): boolean =>
    key < start || key.startsWith(start);

function firstNotBelow(keys: readonly string[], key: string): number {
  const last = keys.length - 1;
  // Most records come in the order of their keys.
  if (last < 0 || (keys[last] as string) < key) return last + 1;
  let low = 0;
  let high = last;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((keys[middle] as string) < key) low = middle + 1;
    else high = middle;
  }
  return low;
}
