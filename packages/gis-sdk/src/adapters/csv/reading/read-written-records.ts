import { guard, writtenDelimiter } from "../writing/plain-text.js";
import { createRecordScanner, type RecordFields } from "./record-scanner.js";
import { createRecordWindow, type WindowRecord } from "./record-window.js";
import { decodeText } from "./text-encoding.js";

/** One record of a CSV file that this package wrote. */
export interface WrittenRecord {
  /** Number of the line in which it begins, from 1. */
  readonly line: number;
  /** Its fields without quotes and guards; undefined when the line is no record. */
  readonly fields: readonly string[] | undefined;
}

const recordBytesMax = 64 * 1024;

/** Reads what {@link putForeignText} and its neighbours wrote. */
export async function* readWrittenRecords(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<WrittenRecord, void> {
  const window = createRecordWindow(recordBytesMax);
  const scanner = createRecordScanner(writtenDelimiter);
  function* drain(): Generator<WrittenRecord> {
    for (let record = window.next(scanner); record !== undefined; record = window.next(scanner)) {
      yield { line: record.line, fields: record.broken ? undefined : textFields(record, scanner.fields) };
    }
  }
  for await (const chunk of chunks) {
    window.append(chunk);
    yield* drain();
  }
  window.end();
  yield* drain();
}

function textFields({ bytes, line }: WindowRecord, { count, starts, ends, escaped }: RecordFields): readonly string[] {
  return Array.from({ length: count }, (_, column) => {
    const text = decodeText(bytes.subarray(starts[column], ends[column]), "utf-8");
    const unquoted = escaped[column] === 1 ? text.replaceAll('""', '"') : text;
    const isMarked = line === 1 && column === 0 && unquoted.startsWith("\uFEFF");
    if (isMarked) return unquoted.slice(1);
    return unquoted.charCodeAt(0) === guard ? unquoted.slice(1) : unquoted;
  });
}
