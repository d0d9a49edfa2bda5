import { carriageReturn, lineFeed, quote } from "./ascii.js";

/** A record may have this many columns; of a longer one only the count is known. */
export const columnsMax = 256;

/** Answer of {@link RecordScanner.scan}: the bytes end before the record does. */
export const unfinished = -1;
/** Answer of {@link RecordScanner.scan}: something follows a closing quote that may not. */
const malformed = -2;

/** Where the fields of one record stand in the bytes that were scanned. */
export interface RecordFields {
  /** How many fields the record has. */
  readonly count: number;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  /** 1 where the field stood in quotes and holds doubled ones, which are to be made single. */
  readonly escaped: Uint8Array;
  /** Lines that the record covers: more than one where quotes hold line feeds. */
  readonly lines: number;
}

/** Finds records and their fields, one after the other. */
export interface RecordScanner {
  /** The fields of the last record, filled anew by each scan. */
  readonly fields: RecordFields;
  /**
   * Scans the record that begins at `from` and returns the position behind its line feed, {@link unfinished} or
   * `malformed`.
   */
  scan(bytes: Uint8Array, from: number, to: number): number;
}

/**
 * Creates a scanner of CSV records (RFC 4180; lines end with LF or CRLF). A quote opens a quoted field only where a field
 * begins; elsewhere it is an ordinary character, as in `ООО "Ромашка"`.
 */
export function createRecordScanner(delimiter: number): RecordScanner {
  const starts = new Int32Array(columnsMax);
  const ends = new Int32Array(columnsMax);
  const escaped = new Uint8Array(columnsMax);
  const fields = { count: 0, starts, ends, escaped, lines: 1 };

  const addField = (start: number, end: number, isEscaped: number): void => {
    if (fields.count < columnsMax) {
      starts[fields.count] = start;
      ends[fields.count] = end;
      escaped[fields.count] = isEscaped;
    }
    fields.count += 1;
  };

  /** Returns the position of what ended the field. */
  const scanPlain = (bytes: Uint8Array, start: number, to: number): number => {
    const end = delimiter;
    for (let at = start; at < to; at += 1) {
      const byte = bytes[at];
      if (byte === end) {
        addField(start, at, 0);
        return at;
      }
      if (byte === lineFeed) {
        addField(start, at > start && bytes[at - 1] === carriageReturn ? at - 1 : at, 0);
        return at;
      }
    }
    return to;
  };

  /** Returns the position behind the closing quote, and behind the CR of a line's end. */
  const scanQuoted = (bytes: Uint8Array, opening: number, to: number): number => {
    let isEscaped = 0;
    let at = opening + 1;
    for (; at < to; at += 1) {
      if (bytes[at] === lineFeed) fields.lines += 1;
      if (bytes[at] !== quote) continue;
      if (bytes[at + 1] !== quote || at + 1 === to) break;
      isEscaped = 1;
      at += 1;
    }
    addField(opening + 1, at, isEscaped);
    const behind = at + 1;
    if (behind >= to) return to;
    return bytes[behind] === carriageReturn && (behind + 1 === to || bytes[behind + 1] === lineFeed)
      ? behind + 1
      : behind;
  };

  return {
    fields,
    scan(bytes, from, to) {
      fields.count = 0;
      fields.lines = 1;
      for (let at = from; ; at += 1) {
        at = at < to && bytes[at] === quote ? scanQuoted(bytes, at, to) : scanPlain(bytes, at, to);
        if (at >= to) return unfinished;
        if (bytes[at] === lineFeed) return at + 1;
        if (bytes[at] !== delimiter) return malformed;
      }
    },
  };
}
