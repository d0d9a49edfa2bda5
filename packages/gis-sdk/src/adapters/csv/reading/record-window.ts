import { carriageReturn, lineFeed } from "./ascii.js";
import { type RecordScanner, unfinished } from "./record-scanner.js";

/** Why a line is no record. */
export type BrokenLineReason = "quote" | "line-too-long";

/** What {@link RecordWindow.next} found: `[start, end)` of `bytes`, valid until the next call. */
export interface WindowRecord {
  readonly bytes: Uint8Array;
  readonly start: number;
  /** Behind the last byte, the line's end not included. */
  readonly end: number;
  /** Number of the line in which it begins, from 1. */
  readonly line: number;
  /** Set when the line cannot be read as a record; otherwise its fields are in the scanner. */
  readonly broken: BrokenLineReason | undefined;
}

/** The bytes of a register between what was read and what was understood. */
export interface RecordWindow {
  /** Bytes that are held and not read yet. */
  readonly length: number;
  /** Adds bytes; they are copied. */
  append(chunk: Uint8Array): void;
  /** Says that there are no more bytes; a line feed is supplied where the last line lacks it. */
  end(): void;
  /** The first unread line without its end, or undefined when more bytes are needed to see it whole. */
  peekLine(): Uint8Array | undefined;
  /** Leaves out bytes. */
  skip(bytes: number): void;
  /** Takes the next record, or undefined when more bytes are needed. */
  next(scanner: RecordScanner): WindowRecord | undefined;
}

/**
 * Creates a window that holds at most one chunk and one record of `recordBytesMax`.
 *
 * A quote that is never closed, or is followed by something else than a delimiter, costs its own line and nothing more:
 * reading goes on with the line after it.
 */
export function createRecordWindow(recordBytesMax: number): RecordWindow {
  let bytes = new Uint8Array(2 * recordBytesMax);
  let from = 0;
  let to = 0;
  let line = 1;
  let hasEnded = false;
  /** Within a line that was already reported as too long. */
  let isSkipping = false;
  const current = { bytes, start: 0, end: 0, line: 1, broken: undefined as BrokenLineReason | undefined };

  const found = (end: number, after: number, broken: BrokenLineReason | undefined): WindowRecord => {
    current.bytes = bytes;
    current.start = from;
    current.end = bytes[end - 1] === carriageReturn && end > from ? end - 1 : end;
    current.line = line;
    current.broken = broken;
    from = after;
    return current;
  };

  const lineEnd = (): number => {
    const at = bytes.subarray(from, to).indexOf(lineFeed);
    return at < 0 ? -1 : from + at;
  };

  const finishSkipping = (): boolean => {
    const end = lineEnd();
    from = end < 0 ? to : end + 1;
    if (end < 0) return false;
    isSkipping = false;
    line += 1;
    return true;
  };

  /** Takes only the line in which the record begins. */
  const takeBrokenLine = (): WindowRecord | undefined => {
    const end = lineEnd();
    if (end >= 0) {
      const isTooLong = end - from > recordBytesMax;
      const record = found(isTooLong ? from + recordBytesMax : end, end + 1, isTooLong ? "line-too-long" : "quote");
      line += 1;
      return record;
    }
    if (to - from <= recordBytesMax) return undefined;
    isSkipping = true;
    return found(from + recordBytesMax, to, "line-too-long");
  };

  return {
    get length() {
      return to - from;
    },
    append(chunk) {
      bytes.copyWithin(0, from, to);
      to -= from;
      from = 0;
      if (to + chunk.length + 1 > bytes.length) {
        const larger = new Uint8Array(to + chunk.length + recordBytesMax + 1);
        larger.set(bytes.subarray(0, to));
        bytes = larger;
      }
      bytes.set(chunk, to);
      to += chunk.length;
    },
    end() {
      hasEnded = true;
      if (from === to || bytes[to - 1] === lineFeed) return;
      bytes[to] = lineFeed;
      to += 1;
    },
    peekLine() {
      const end = lineEnd();
      return end < 0 ? undefined : bytes.subarray(from, end);
    },
    skip(count) {
      from += count;
    },
    next(scanner) {
      if (isSkipping && !finishSkipping()) return undefined;
      if (from === to) return undefined;
      const after = scanner.scan(bytes, from, to);
      if (after > 0 && after - from <= recordBytesMax) {
        const record = found(after - 1, after, undefined);
        line += scanner.fields.lines;
        return record;
      }
      if (after === unfinished && !hasEnded && to - from <= recordBytesMax) return undefined;
      return takeBrokenLine();
    },
  };
}
