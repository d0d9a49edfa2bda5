import type { ResolvedRules } from "../../../domain/reconciliation/rules.js";
import { GisError } from "../../../errors.js";
import type { ResolvedCsvFormat } from "../csv-format.js";
import type { RejectedLine } from "../rejection.js";
import { detectDelimiter, locateColumns, unreadable } from "./header.js";
import { columnsMax, createRecordScanner, type RecordFields, type RecordScanner } from "./record-scanner.js";
import { createRecordWindow, type RecordWindow, type WindowRecord } from "./record-window.js";
import { createRowParser, type FieldRejection, type RowParser, type ScannedRow } from "./row-parser.js";
import { createEncodingChoice, decodeText, type EncodingChoice } from "./text-encoding.js";

/** Where the lines of a register go. What is handed over is valid until the call returns. */
export interface RegisterSink {
  row(row: ScannedRow): void;
  reject(line: RejectedLine): void;
}

/** What is scanned, and into what. */
export interface ScanOptions {
  /** What messages call the register, for instance `The billing register`. */
  readonly register: string;
  readonly format: ResolvedCsvFormat;
  readonly normalisers: ResolvedRules["normalisers"];
  /** Rows and rejected lines together. */
  readonly linesMax: number;
  readonly sink: RegisterSink;
}

/**
 * Reads a register in CSV and hands every line to the sink, as a row or as a rejected line. Yields after each chunk, so
 * that whoever drives it can write out what the sink has gathered.
 *
 * @throws {@link GisError} `GIS_REGISTER_UNREADABLE` for a header that cannot be understood, `GIS_LIMIT_EXCEEDED`.
 */
export async function* scanRegister(
  chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  options: ScanOptions,
  { signal }: { readonly signal?: AbortSignal } = {},
): AsyncGenerator<void, void> {
  const window = createRecordWindow(options.format.recordBytesMax);
  const encoding = createEncodingChoice(options.format.encoding);
  let lines: RegisterLines | undefined;
  for await (const chunk of chunks) {
    signal?.throwIfAborted();
    window.append(chunk);
    lines ??= openLines(window, encoding, options);
    lines?.drain();
    yield;
  }
  window.end();
  lines ??= openLines(window, encoding, options);
  if (lines === undefined) throw unreadable(`${options.register} is empty: its first line must name the columns.`);
  lines.drain();
  yield;
}

/** The lines behind the header. */
interface RegisterLines {
  /** Hands over every line that the window holds whole. */
  drain(): void;
}

/** Reads the header; undefined when it is not there whole yet. */
function openLines(
  window: RecordWindow,
  encoding: EncodingChoice,
  { register, format, normalisers, linesMax, sink }: ScanOptions,
): RegisterLines | undefined {
  const line = window.peekLine();
  if (line === undefined) {
    if (window.length > format.recordBytesMax)
      throw unreadable(`The first line of ${register} is too long for a header.`);
    return undefined;
  }
  const markBytes = byteOrderMarkBytes(line, register);
  window.skip(markBytes);
  const scanner = createRecordScanner(format.delimiter?.charCodeAt(0) ?? detectDelimiter(line.subarray(markBytes)));
  const record = window.next(scanner);
  if (record === undefined) return undefined;
  if (record.broken !== undefined) throw unreadable(`The first line of ${register} is no CSV record.`);
  if (scanner.fields.count > columnsMax) throw unreadable(`${register} has more than ${columnsMax} columns.`);
  const columns = locateColumns(readNames(record, scanner.fields, encoding), format.columns, register);
  const parser = createRowParser({ columns, zonelessTimes: format.zonelessTimes, normalisers });

  let linesTaken = 0;
  return {
    drain() {
      for (let next = window.next(scanner); next !== undefined; next = window.next(scanner)) {
        if (next.start === next.end) continue;
        linesTaken += 1;
        if (linesTaken > linesMax) throw tooManyLines(register, linesMax);
        takeLine(next, { scanner, parser, encoding, sink });
      }
    },
  };
}

interface LineReading {
  readonly scanner: RecordScanner;
  readonly parser: RowParser;
  readonly encoding: EncodingChoice;
  readonly sink: RegisterSink;
}

function takeLine(record: WindowRecord, { scanner, parser, encoding, sink }: LineReading): void {
  const { bytes, start, end, line } = record;
  const chosen = encoding.of(bytes, start, end);
  const rejection: FieldRejection | undefined =
    record.broken === undefined
      ? parser.parse({ bytes, line, encoding: chosen }, scanner.fields)
      : { reason: record.broken };
  if (rejection === undefined) sink.row(parser.row);
  else sink.reject({ line, ...rejection, text: decodeText(bytes.subarray(start, end), chosen) });
}

/** The length of a byte order mark of UTF-8. */
function byteOrderMarkBytes(line: Uint8Array, register: string): number {
  const [first, second, third] = line;
  if (first === 0xef && second === 0xbb && third === 0xbf) return 3;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) {
    throw unreadable(`${register} is in UTF-16. Save it as CSV in UTF-8 or windows-1251.`);
  }
  return 0;
}

function readNames(record: WindowRecord, fields: RecordFields, encoding: EncodingChoice): readonly string[] {
  const { bytes, start, end } = record;
  const chosen = encoding.of(bytes, start, end);
  return Array.from({ length: fields.count }, (_, column) =>
    decodeText(bytes.subarray(fields.starts[column], fields.ends[column]), chosen),
  );
}

/** The error of a register that is longer than was allowed. */
export function tooManyLines(register: string, linesMax: number): GisError {
  return new GisError(
    "GIS_LIMIT_EXCEEDED",
    `${register} has more than ${linesMax} lines. Split it, or raise linesMax.`,
    {
      details: { linesMax },
    },
  );
}
