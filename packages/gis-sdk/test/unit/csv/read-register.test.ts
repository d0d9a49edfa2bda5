import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { GisError } from "@opora/gis-sdk";
import { type CsvFormat, type RegisterLine, readRegister, rejectionReasons } from "@opora/gis-sdk/csv";
import { createSampleRegisters, encodeSampleRegister } from "@opora/gis-sdk/testing";
import { testFolder } from "@opora/test-support";
import { describe, expect, test } from "vitest";
import { collect } from "../../register-fixtures.js";

const header = "bill_number;supp_id;serv_id;date;main_sum;fine_sum";
const utf8 = (text: string) => new TextEncoder().encode(text);

async function read(content: string | Uint8Array, format: CsvFormat = {}): Promise<readonly RegisterLine[]> {
  const bytes = typeof content === "string" ? utf8(content) : content;
  return collect(readRegister({ bytes: [bytes], format }));
}

async function failure(work: Promise<unknown>): Promise<GisError> {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!GisError.is(error)) throw new Error(`Expected a GisError, got ${String(error)}`);
  return error;
}

/** What was read, like `2: 1/2/3 2026-01-15 100+0` or `3: empty billNumber`. */
function inShort(lines: readonly RegisterLine[]): readonly string[] {
  return lines.map((line) => {
    if (line.kind === "rejected") return `${line.line}: ${[line.reason, line.field].join(" ").trim()}`;
    const { billNumber, supplierId, serviceId, date, mainMinor, fineMinor } = line.row;
    return `${line.line}: ${billNumber}/${supplierId}/${serviceId} ${date} ${mainMinor}+${fineMinor}`;
  });
}

const good = "1;2;3;2026-01-15;100.00;0.00";
const goodInShort = "1/2/3 2026-01-15 10000+0";

describe("a register", () => {
  test("is read with LF and with CRLF, and without an end to its last line", async () => {
    for (const text of [
      `${header}\n${good}\n`,
      `${header}\r\n${good}\r\n`,
      `${header}\n${good}`,
      `${header}\r\n${good}`,
    ]) {
      expect(inShort(await read(text))).toEqual([`2: ${goodInShort}`]);
    }
  });

  test("may be delimited by semicolons, commas or tabs", async () => {
    for (const delimiter of [";", ",", "\t"]) {
      const text = `${header}\n${good}\n`.replaceAll(";", delimiter);
      expect(inShort(await read(text))).toEqual([`2: ${goodInShort}`]);
    }
  });

  test("may use commas as decimal marks even where they delimit", async () => {
    const text = `${header.replaceAll(";", ",")}\n1,2,3,2026-01-15,"100,5","0,01"\n`;
    expect(inShort(await read(text))).toEqual(["2: 1/2/3 2026-01-15 10050+1"]);
  });

  test("is read with the delimiter that is given, whatever the header looks like", async () => {
    const text = `"x;y;z;1;2;3;4",${header.replaceAll(";", ",")}\n,1,2,3,2026-01-15,1.00,0\n`;
    expect(inShort(await read(text, { delimiter: "," }))).toEqual(["2: 1/2/3 2026-01-15 100+0"]);
    expect(inShort(await read(text))).toEqual(["2: 1/2/3 2026-01-15 100+0"]);
  });

  test("is read in UTF-8 with and without a mark, and in windows-1251, without being told", async () => {
    const { billing } = createSampleRegisters({ bills: 3 });
    const marked = await read(encodeSampleRegister(billing));
    const unmarked = await read(encodeSampleRegister(billing).subarray(3));
    const cyrillic = await read(encodeSampleRegister(billing, { encoding: "windows-1251" }));
    expect(marked.map((line) => line.kind === "row" && line.row)).toEqual(billing);
    expect(unmarked).toEqual(marked);
    expect(cyrillic).toEqual(marked);
  });

  test("is read in the encoding that is given", async () => {
    const bytes = encodeSampleRegister(createSampleRegisters({ bills: 1 }).billing, { encoding: "windows-1251" });
    expect(inShort(await read(bytes, { encoding: "utf-8" }))).toEqual(["2: encoding billNumber"]);
    expect((await read(bytes, { encoding: "windows-1251" }))[0]?.kind).toBe("row");
  });

  test("in which UTF-8 breaks off has the broken line rejected and the others read", async () => {
    const rest = ";2;3;2026-01-15;1;0\n";
    const brokenOff = Uint8Array.from([...utf8(`${header}\nя${rest}`), 0xd1, ...utf8(`${rest}э${rest}`)]);
    expect(inShort(await read(brokenOff))).toEqual([
      "2: я/2/3 2026-01-15 100+0",
      "3: encoding billNumber",
      "4: э/2/3 2026-01-15 100+0",
    ]);
  });

  test("in windows-1251 may not use the byte without a meaning", async () => {
    const bytes = Uint8Array.from([...utf8(`${header}\n`), 0x98, ...utf8(";2;3;2026-01-15;1;0\n")]);
    expect(inShort(await read(bytes))).toEqual(["2: encoding billNumber"]);
  });

  test("may have its columns in another order, with others between them, in any letter case", async () => {
    const text = "comment;DATE;Fine_Sum;main_sum;serv_id;supp_id;bill_number\nx;15.01.2026;1,00;2,00;c;b;a\n";
    expect(inShort(await read(text))).toEqual(["2: a/b/c 2026-01-15 200+100"]);
  });

  test("may have other names for its columns", async () => {
    const columns = { billNumber: "Номер документа", mainMinor: "Сумма, руб." };
    const text = '"Номер документа";supp_id;serv_id;date;"Сумма, руб.";fine_sum\n1;2;3;2026-01-15;4.00;0.00\n';
    expect(inShort(await read(text, { columns }))).toEqual(["2: 1/2/3 2026-01-15 400+0"]);
  });

  test("keeps leading zeros, inner spaces and letters as they are", async () => {
    const lines = await read(`${header}\n 007 ;0 1;\u00a0Ё-9\u00a0;2026-01-15;1;0\n`);
    expect(inShort(lines)).toEqual(["2: 007/0 1/Ё-9 2026-01-15 100+0"]);
  });

  test("may hold quotes, doubled quotes, delimiters and line feeds within quotes", async () => {
    const text = `${header}\n"a;""b""";2;3;"2026-01-15";"1.00";0\n"x\ny";2;3;2026-01-15;1;0\n${good}\n`;
    expect(inShort(await read(text))).toEqual([
      '2: a;"b"/2/3 2026-01-15 100+0',
      "3: control-character billNumber",
      `5: ${goodInShort}`,
    ]);
  });

  test("may hold quotes that open no field", async () => {
    const text = `${header}\nООО "Ромашка";2;3;2026-01-15;1;0\n`;
    expect(inShort(await read(text))).toEqual(['2: ООО "Ромашка"/2/3 2026-01-15 100+0']);
  });

  test("may have empty lines, which are not counted as anything but lines", async () => {
    expect(inShort(await read(`${header}\n\n${good}\r\n\r\n\n${good}\n`))).toEqual([
      `3: ${goodInShort}`,
      `6: ${goodInShort}`,
    ]);
  });

  test("that has nothing but a header has no rows", async () => {
    expect(await read(header)).toEqual([]);
    expect(await read(`${header}\r\n`)).toEqual([]);
  });

  test("is read from a file", async () => {
    const file = join(testFolder(), "billing.csv");
    await writeFile(file, `${header}\n${good}\n`);
    expect(inShort(await collect(readRegister({ file })))).toEqual([`2: ${goodInShort}`]);
  });
});

describe("a line that is no row", () => {
  test.each<[string, string]>([
    ["1;2;3;2026-01-15;100.00", "column-count"],
    ["1;2;3;2026-01-15;100.00;0.00;", "column-count"],
    [";;;;;", "empty billNumber"],
    ["1; ;3;2026-01-15;1;0", "empty supplierId"],
    ["1;2;\u00a0;2026-01-15;1;0", "empty serviceId"],
    [`${"я".repeat(129)};2;3;2026-01-15;1;0`, "field-too-long billNumber"],
    ["1;2\u007f;3;2026-01-15;1;0", "control-character supplierId"],
    ["1;2;3;2026-01-15;;0", "amount-format mainMinor"],
    ["1;2;3;2026-01-15;1;", "amount-format fineMinor"],
    ["1;2;3;2026-01-15;12 345.00;0", "amount-format mainMinor"],
    ["1;2;3;2026-01-15;1e3;0", "amount-format mainMinor"],
    ["1;2;3;2026-01-15;+1;0", "amount-format mainMinor"],
    ["1;2;3;2026-01-15;007.50;0", "amount-format mainMinor"],
    ["1;2;3;2026-01-15;1.;0", "amount-format mainMinor"],
    ["1;2;3;2026-01-15;.5;0", "amount-format mainMinor"],
    ["1;2;3;2026-01-15;1.2.3;0", "amount-format mainMinor"],
    ["1;2;3;2026-01-15;--1;0", "amount-format mainMinor"],
    ["1;2;3;2026-01-15;-;0", "amount-format mainMinor"],
    ["1;2;3;2026-01-15;NaN;0", "amount-format mainMinor"],
    ["1;2;3;2026-01-15;1;0,001", "amount-decimals fineMinor"],
    ["1;2;3;2026-01-15;10000000000000;0", "amount-range mainMinor"],
    ["1;2;3;;1;0", "date-format date"],
    ["1;2;3;15/01/2026;1;0", "date-format date"],
    ["1;2;3;2026-1-15;1;0", "date-format date"],
    ["1;2;3;2026-01-1x;1;0", "date-format date"],
    ["1;2;3;2026-02-29;1;0", "date-unknown date"],
    ["1;2;3;31.04.2026;1;0", "date-unknown date"],
    ["1;2;3;00.01.2026;1;0", "date-unknown date"],
    ["1;2;3;1899-12-31;1;0", "date-range date"],
    ["1;2;3;2101-01-01;1;0", "date-range date"],
    ["1;2;3;2026-01-15T10:00;1;0", "time-without-offset date"],
    ["1;2;3;15.01.2026 10:00:00;1;0", "time-without-offset date"],
    ["1;2;3;2026-01-15T24:00Z;1;0", "time-format date"],
    ["1;2;3;2026-01-15T10:00:61Z;1;0", "time-format date"],
    ["1;2;3;2026-01-15T10:00+3;1;0", "time-format date"],
    ["1;2;3;2026-01-15T10:00Zx;1;0", "time-format date"],
    ["1;2;3;2026-01-15 ;1;0x", "amount-format fineMinor"],
    ['"1;2;3;2026-01-15;1;0', "quote"],
    ['"1"x;2;3;2026-01-15;1;0', "quote"],
  ])("%j is rejected as %s, and its neighbours are read", async (line, reason) => {
    const lines = await read(`${header}\n${good}\n${line}\n${good}\n`);
    expect(inShort(lines)).toEqual([`2: ${goodInShort}`, `3: ${reason}`, `4: ${goodInShort}`]);
    expect(lines[1]).toMatchObject({ text: line });
  });

  test("keeps its text in the register's encoding", async () => {
    const { billing } = createSampleRegisters({ bills: 1 });
    const bytes = encodeSampleRegister(billing, { encoding: "windows-1251", brokenLines: 1 });
    const rejected = (await read(bytes)).find(({ kind }) => kind === "rejected");
    expect(rejected).toMatchObject({ text: ";001;00АА000000-01;2026-01-15;100.00;0.00" });
  });

  test("that is too long is rejected with its beginning, however it is split, and reading goes on", async () => {
    const long = `${"x".repeat(900)};2;3;2026-01-15;1;0`;
    const text = utf8(`${header}\n${long}\n${good}\n`);
    const pieces = Array.from({ length: Math.ceil(text.length / 7) }, (_, index) =>
      text.subarray(index * 7, index * 7 + 7),
    );
    for (const bytes of [[text], pieces]) {
      const lines = await collect(readRegister({ bytes, format: { recordBytesMax: 256 } }));
      expect(inShort(lines)).toEqual(["2: line-too-long", `3: ${goodInShort}`]);
      expect(lines[0]).toMatchObject({ text: "x".repeat(256) });
    }
  });

  test("whose quote is never closed costs itself alone, not the rest of the register", async () => {
    const rest = Array.from({ length: 50 }, () => good).join("\n");
    const lines = await read(`${header}\n"1;2;3;2026-01-15;1;0\n${rest}`, { recordBytesMax: 512 });
    expect(lines.map(({ kind }) => kind)).toEqual(["rejected", ...Array.from({ length: 50 }, () => "row")]);
    expect(lines.at(-1)?.line).toBe(52);
  });

  test("has one of the listed reasons", () => {
    expect(new Set(rejectionReasons).size).toBe(15);
  });
});

describe("a date", () => {
  test.each<[string, string]>([
    ["2026-01-15", "2026-01-15"],
    ["15.01.2026", "2026-01-15"],
    ["2024-02-29", "2024-02-29"],
    ["1900-01-01", "1900-01-01"],
    ["2100-12-31", "2100-12-31"],
    ["2026-01-15T20:59:59.999Z", "2026-01-15"],
    ["2026-01-15T21:00:00Z", "2026-01-16"],
    ["2026-01-15 21:00Z", "2026-01-16"],
    ["2026-01-15T23:30:00+03:00", "2026-01-15"],
    ["2026-01-15T23:30:00+03", "2026-01-15"],
    ["2026-01-16T02:30:00+0500", "2026-01-16"],
    ["2026-01-16T01:30:00+05:00", "2026-01-15"],
    ["31.12.2025 23:30:00-05:00", "2026-01-01"],
    ["2010-07-15T20:30:00Z", "2010-07-16"],
    ["2013-01-15T20:30:00,5Z", "2013-01-16"],
    ["2010-01-15T20:30:00Z", "2010-01-15"],
  ])("%s is the day %s in Moscow", async (text, day) => {
    expect(inShort(await read(`${header}\n1;2;3;${text};1;0`))).toEqual([`2: 1/2/3 ${day} 100+0`]);
  });

  test("with a time but no offset is Moscow's when the format says so", async () => {
    const text = `${header}\n1;2;3;2026-01-15T23:59;1;0\n1;2;3;15.01.2026 00:00:00;1;0`;
    expect(inShort(await read(text, { zonelessTimes: "moscow" }))).toEqual([
      "2: 1/2/3 2026-01-15 100+0",
      "3: 1/2/3 2026-01-15 100+0",
    ]);
  });
});

describe("what is no register", () => {
  test.each<[string, string | Uint8Array, RegExp]>([
    ["an empty file", "", /empty/],
    [
      "a file without a header",
      `${good}\n${good}`,
      /no column bill_number, supp_id, serv_id, date, main_sum, fine_sum/,
    ],
    ["a header without a column", "bill_number;supp_id;date;main_sum;fine_sum\n", /no column serv_id/],
    ["a header with a column twice", `${header};DATE\n`, /column date twice/],
    ["text in UTF-16", Uint8Array.from([0xff, 0xfe, 0x31, 0x00, 0x0a, 0x00]), /UTF-16/],
    ["a header with too many columns", `${header};${"x;".repeat(300)}\n`, /more than 256 columns/],
    ["a header that is no record", `"bill_number"x;${header}\n`, /no CSV record/],
    ["a first line without an end", "x".repeat(70_000), /too long for a header/],
  ])("%s is refused as a whole", async (_what, content, message) => {
    const error = await failure(read(content));
    expect(error.code).toBe("GIS_REGISTER_UNREADABLE");
    expect(error.message).toMatch(message);
  });

  test("a file that does not exist is named", async () => {
    const file = join(testFolder(), "absent.csv");
    const error = await failure(readRegister({ file }).next());
    expect([error.code, error.details]).toEqual(["GIS_REGISTER_UNREADABLE", { path: file }]);
  });

  test("a register with more lines than allowed is refused", async () => {
    const lines = readRegister({ bytes: [utf8(`${header}\n${good}\nbad\n`)] }, { linesMax: 1 });
    await expect(lines.next()).rejects.toMatchObject({ code: "GIS_LIMIT_EXCEEDED" });
  });

  test("options that are not known are refused with their path", async () => {
    const error = await failure(read(header, { encoding: "koi8-r" as "utf-8" }));
    expect([error.code, error.details["path"]]).toEqual(["GIS_OPTIONS_INVALID", "source.format.encoding"]);
    const other = await failure(read(header, { separator: ";" } as CsvFormat));
    expect(other.details["path"]).toBe("source.format.separator");
    const column = await failure(read(header, { columns: { bill: "x" } as CsvFormat["columns"] & object }));
    expect(column.details["path"]).toBe("source.format.columns.bill");
  });

  test("reading stops when it is aborted", async () => {
    const abort = new AbortController();
    async function* chunks() {
      yield utf8(`${header}\n${good}\n`);
      abort.abort(new Error("enough"));
      yield utf8(`${good}\n`);
    }
    const lines = readRegister({ bytes: chunks() }, { signal: abort.signal });
    expect((await lines.next()).done).toBe(false);
    await expect(lines.next()).rejects.toThrow("enough");
  });
});
