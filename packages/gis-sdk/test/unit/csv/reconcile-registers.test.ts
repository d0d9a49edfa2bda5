import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { GisError, reconciliationStatuses } from "@opora/gis-sdk";
import {
  type ReconcileRegistersOptions,
  readReconciliation,
  readReconciliationReport,
  reconcileRegisters,
  reconciliationFiles,
} from "@opora/gis-sdk/csv";
import { createSampleRegisters, encodeSampleRegister, sampleRules } from "@opora/gis-sdk/testing";
import { testFolder } from "@opora/test-support";
import { describe, expect, test } from "vitest";
import { collect, row } from "../../register-fixtures.js";

const header = "bill_number;supp_id;serv_id;date;main_sum;fine_sum";
const register = (...lines: readonly string[]) => ({
  bytes: [new TextEncoder().encode([header, ...lines, ""].join("\n"))],
});
const nothing = register();

/** Lines of a file that was written, without the mark, without the header. */
async function writtenLines(folder: string, file: keyof typeof reconciliationFiles): Promise<readonly string[]> {
  const text = await readFile(join(folder, reconciliationFiles[file]), "utf8");
  expect(text.startsWith("\uFEFF")).toBe(true);
  return text.trimEnd().split("\n").slice(1);
}

async function failure(work: Promise<unknown>): Promise<GisError> {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!GisError.is(error)) throw new Error(`Expected a GisError, got ${String(error)}`);
  return error;
}

describe("reconcileRegisters", () => {
  test("reports what was read, what stands in the result, and every status", async () => {
    const { billing, acquiring } = createSampleRegisters();
    const outDir = join(testFolder(), "new", "folder");
    const report = await reconcileRegisters({
      billing: { bytes: [encodeSampleRegister(billing)] },
      acquiring: {
        bytes: [encodeSampleRegister(acquiring, { encoding: "windows-1251", delimiter: ",", decimalMark: "," })],
      },
      outDir,
      rules: sampleRules,
    });
    expect(report.billing.rows).toBe(billing.length);
    expect(report.acquiring.rows).toBe(acquiring.length);
    expect(report.result.billingSum).toBe(report.billing.sum);
    expect(report.result.acquiringSum).toBe(report.acquiring.sum);
    expect(Object.keys(report.result.byStatus)).toEqual(reconciliationStatuses);
    expect(Object.values(report.result.byStatus).every((lines) => lines > 0)).toBe(true);
    expect(report.rejected).toBe(0);
    expect(await readReconciliationReport(outDir)).toEqual(report);
  });

  test("writes sums in roubles, as texts, exactly", async () => {
    const charge = "1;2;3;2026-01-15;9999999999999.99;0.01";
    const outDir = testFolder();
    const report = await reconcileRegisters({
      billing: register(...Array.from({ length: 11 }, () => charge)),
      acquiring: register("1;2;3;2026-01-15;-0.01;0"),
      outDir,
    });
    expect(report.billing).toEqual({
      rows: 11,
      sum: "110000000000000.00",
      mainSum: "109999999999999.89",
      fineSum: "0.11",
    });
    expect(report.acquiring.sum).toBe("-0.01");
    expect(report.result.difference).toBe("110000000000000.01");
    expect(await writtenLines(outDir, "days")).toEqual([
      "2026-01-15;11;11;110000000000000.00;1;-0.01;110000000000000.01",
    ]);
  });

  test("writes one line for each match, in order of date and key", async () => {
    const outDir = testFolder();
    await reconcileRegisters({
      billing: register("2;2;3;2026-01-15;1.00;0.50", "10;2;3;2026-01-15;2.00;0", "1;2;3;2026-01-16;3.00;0"),
      acquiring: register("10;2;3;2026-01-15;2.5;0", "2;2;3;2026-01-15;1.00;0.50"),
      outDir,
    });
    expect(await writtenLines(outDir, "result")).toEqual([
      "2026-01-15;10;2;3;amount-mismatch;difference;1;2026-01-15;2.00;0.00;2026-01-15;2.50;0.00;-0.50;3;2;",
      "2026-01-15;2;2;3;matched;exact;1;2026-01-15;1.00;0.50;2026-01-15;1.00;0.50;0.00;2;3;",
      "2026-01-16;1;2;3;billing-only;one-sided;1;2026-01-16;3.00;0.00;;;;3.00;4;;",
    ]);
  });

  test("writes decimal commas where they are asked for", async () => {
    const outDir = testFolder();
    await reconcileRegisters({
      billing: register("1;2;3;2026-01-15;1.00;0.50"),
      acquiring: nothing,
      outDir,
      decimalMark: ",",
    });
    expect((await writtenLines(outDir, "result"))[0]).toContain(";1,00;0,50;");
    expect(await writtenLines(outDir, "days")).toEqual(["2026-01-15;1;1;1,50;0;0,00;1,50"]);
    expect((await readReconciliationReport(outDir)).billing.sum).toBe("1.50");
  });

  test("never writes a text that a spreadsheet would run", async () => {
    const outDir = testFolder();
    const dangerous = ["=1+1", "+1", "-1", "@a", "'=1"];
    await reconcileRegisters({
      billing: register(...dangerous.map((text) => `${text};=2;${text};2026-01-15;1;0`), '="x";bad'),
      acquiring: nothing,
      outDir,
    });
    const bills = (await writtenLines(outDir, "result")).map((line) => line.split(";").slice(1, 4).join(";"));
    expect(new Set(bills)).toEqual(new Set(dangerous.map((text) => `'${text};'=2;'${text}`)));
    expect(await writtenLines(outDir, "rejected")).toEqual([`billing;7;;column-count;"'=""x"";bad"`]);
    const read = await collect(readReconciliation(outDir));
    expect(new Set(read.map(({ key }) => key.billNumber))).toEqual(new Set(dangerous));
  });

  test("lists rejected lines with register, line, field, reason and text, and counts them", async () => {
    const outDir = testFolder();
    const report = await reconcileRegisters({
      billing: register("1;2;3;2026-01-15;1.00;0", "1;2;3;2026-13-15;1.00;0"),
      acquiring: register('1;2;"a;', "1;2;3;2026-01-15;1.00;zero"),
      outDir,
    });
    expect(report.rejected).toBe(3);
    expect(report.rejectedByRegister).toEqual({ billing: 1, acquiring: 2 });
    expect(report.billing).toMatchObject({ rows: 1, sum: "1.00" });
    expect(report.acquiring).toMatchObject({ rows: 0, sum: "0.00" });
    expect(await writtenLines(outDir, "rejected")).toEqual([
      'billing;3;date;date-unknown;"1;2;3;2026-13-15;1.00;0"',
      'acquiring;2;;quote;"1;2;""a;"',
      'acquiring;3;fineMinor;amount-format;"1;2;3;2026-01-15;1.00;zero"',
    ]);
  });

  test("lists rows that stand more than once in a register", async () => {
    const outDir = testFolder();
    const twice = "1;2;3;2026-01-15;1.00;0.10";
    const report = await reconcileRegisters({
      billing: register(twice, "5;2;3;2026-01-15;1.00;0.10", twice, twice),
      acquiring: register("1;2;3;2026-01-16;1.00;0.10"),
      outDir,
    });
    expect(report.duplicates.billing).toEqual({ distinct: 1, surplusRows: 2, surplusSum: "2.20" });
    expect(await writtenLines(outDir, "duplicates")).toEqual(["billing;1;2;3;2026-01-15;1.00;0.10;3;2.20;2 4 5"]);
  });

  test("joins by normalisers also on disk", async () => {
    const report = await reconcileRegisters({
      billing: register('"00aа""1";2;3;2026-01-15;1.00;0'),
      acquiring: { rows: [row({ bill: '00AА"1', supplier: "2", service: "3", main: "1.00" })] },
      outDir: testFolder(),
      rules: { normalisers: { billNumber: [(text) => text.toUpperCase()] } },
    });
    expect(report.result.byStatus.matched).toBe(1);
  });

  test("is right about one key with thousands of rows", async () => {
    const rows = Array.from({ length: 4000 }, (_, index) =>
      row({ main: `${(index % 50) + 1}.00`, date: "2026-01-15" }),
    );
    const report = await reconcileRegisters({
      billing: { rows },
      acquiring: { rows: [...rows, row({ main: "7.77" })].reverse() },
      outDir: testFolder(),
    });
    expect(report.result.byStatus).toMatchObject({ matched: 4000, "acquiring-only": 1 });
  });

  test("leaves out totals by supplier when there are too many of them", async () => {
    const rows = Array.from({ length: 10_001 }, (_, index) => row({ bill: `${index % 7}`, supplier: `${index}` }));
    const report = await reconcileRegisters({ billing: { rows }, acquiring: { rows }, outDir: testFolder() });
    expect(report.suppliers).toBeNull();
    expect(report.result.byStatus.matched).toBe(10_001);
    const fewer = rows.slice(1);
    const other = await reconcileRegisters({
      billing: { rows: fewer },
      acquiring: { rows: fewer },
      outDir: testFolder(),
    });
    expect(other.suppliers).toHaveLength(10_000);
  });
});

describe("the folder of the result", () => {
  const names = Object.values(reconciliationFiles).sort();
  const first = { billing: register("1;2;3;2026-01-15;1.00;0"), acquiring: nothing };
  const contents = async (folder: string) =>
    Promise.all((await readdir(folder)).sort().map(async (name) => [name, await readFile(join(folder, name), "utf8")]));

  test("holds the files of the result and nothing else", async () => {
    const outDir = testFolder();
    await reconcileRegisters({ ...first, outDir });
    expect((await readdir(outDir)).sort()).toEqual(names);
  });

  test("gets the files of a later run in place of the old ones, and keeps what is not ours", async () => {
    const outDir = testFolder();
    await writeFile(join(outDir, "mine.txt"), "mine");
    await reconcileRegisters({ ...first, outDir });
    const report = await reconcileRegisters({ billing: nothing, acquiring: nothing, outDir });
    expect(report.result.rows).toBe(0);
    expect(await collect(readReconciliation(outDir))).toEqual([]);
    expect(await readdir(outDir)).toContain("mine.txt");
  });

  test.each<[string, Partial<ReconcileRegistersOptions>, string]>([
    [
      "cannot be understood",
      { acquiring: { bytes: [new TextEncoder().encode("nonsense\n")] } },
      "GIS_REGISTER_UNREADABLE",
    ],
    ["does not exist", { acquiring: { file: "/nowhere/acquiring.csv" } }, "GIS_REGISTER_UNREADABLE"],
    ["is too long", { linesMax: 1, acquiring: register("1;2;3;2026-01-15;1;0", "bad") }, "GIS_LIMIT_EXCEEDED"],
    ["holds an invalid row", { acquiring: { rows: [row(), { ...row(), mainMinor: 10n ** 18n }] } }, "GIS_REGISTER_ROW"],
  ])("stays as it was when a register %s", async (_what, change, code) => {
    const outDir = testFolder();
    await reconcileRegisters({ ...first, outDir });
    const before = await contents(outDir);
    const error = await failure(reconcileRegisters({ ...first, billing: nothing, ...change, outDir }));
    expect(error.code).toBe(code);
    expect(await contents(outDir)).toEqual(before);
  });

  test("stays as it was when the host's rows break off, and the host's error comes through", async () => {
    const outDir = testFolder();
    async function* rows() {
      yield row();
      throw new Error("the database went away");
    }
    const work = reconcileRegisters({ billing: { rows: rows() }, acquiring: nothing, outDir });
    await expect(work).rejects.toThrow("the database went away");
    expect(await readdir(outDir)).toEqual([]);
  });

  test("stays empty when the work is aborted, whenever that is", async () => {
    const { billing, acquiring } = createSampleRegisters({ bills: 400 });
    for (let turn = 0; turn < 12; turn += 1) {
      const outDir = testFolder();
      const abort = new AbortController();
      let chunks = 0;
      const inPieces = function* (bytes: Uint8Array) {
        for (let from = 0; from < bytes.length; from += 4000) {
          if (chunks === turn) abort.abort(new Error("enough"));
          chunks += 1;
          yield bytes.subarray(from, from + 4000);
        }
        if (chunks <= turn) abort.abort(new Error("enough"));
      };
      const work = reconcileRegisters(
        {
          billing: { bytes: inPieces(encodeSampleRegister(billing)) },
          acquiring: { bytes: inPieces(encodeSampleRegister(acquiring)) },
          outDir,
        },
        { signal: abort.signal },
      );
      await expect(work).rejects.toThrow("enough");
      expect(await readdir(outDir)).toEqual([]);
    }
  });

  test("that cannot be one is refused", async () => {
    const file = join(testFolder(), "file");
    await writeFile(file, "");
    const error = await failure(reconcileRegisters({ ...first, outDir: file }));
    expect(error.code).toBe("GIS_RECONCILIATION_FILES");
    expect(error.cause).toBeInstanceOf(Error);
  });

  test("whose files cannot be replaced tells so, and no longer looks like a whole result", async () => {
    const outDir = testFolder();
    await reconcileRegisters({ ...first, outDir });
    await rm(join(outDir, "days.csv"));
    await mkdir(join(outDir, "days.csv"));
    const error = await failure(reconcileRegisters({ ...first, outDir }));
    expect(error.code).toBe("GIS_RECONCILIATION_FILES");
    expect((await readdir(outDir)).sort()).toEqual(names.filter((name) => name !== "summary.json"));
  });
});

describe("options of reconcileRegisters", () => {
  const valid = { billing: nothing, acquiring: nothing, outDir: "/nowhere" };
  test.each<[object, string]>([
    [{ out: "x" }, "options.out"],
    [{ outDir: "" }, "options.outDir"],
    [{ billing: undefined }, "options.billing"],
    [{ billing: { path: "x" } }, "options.billing.path"],
    [{ billing: { file: "" } }, "options.billing.file"],
    [{ billing: { rows: [], format: {} } }, "options.billing.format"],
    [{ acquiring: { file: "x", format: { delimiter: "|" } } }, "options.acquiring.format.delimiter"],
    [{ acquiring: { file: "x", format: { recordBytesMax: 1 } } }, "options.acquiring.format.recordBytesMax"],
    [{ decimalMark: "·" }, "options.decimalMark"],
    [{ linesMax: 0 }, "options.linesMax"],
    [{ rules: { dateWindow: 3 } }, "rules.dateWindow"],
  ])("%j are refused with the path of what is wrong, before anything is touched", async (change, path) => {
    const error = await failure(reconcileRegisters({ ...valid, ...change } as ReconcileRegistersOptions));
    expect([error.code, error.details["path"]]).toEqual(["GIS_OPTIONS_INVALID", path]);
  });
});

describe("reading a reconciliation back", () => {
  test("gives the lines with rows, numbers and notes", async () => {
    const outDir = testFolder();
    await reconcileRegisters({
      billing: register("1;2;3;2026-01-15;10.00;0"),
      acquiring: register("1;2;3;2026-01-16;10.00;0", "1;2;3;2026-01-16;-10.00;0"),
      outDir,
    });
    const key = { billNumber: "1", supplierId: "2", serviceId: "3" };
    expect(await collect(readReconciliation(outDir))).toEqual([
      {
        date: "2026-01-16",
        key,
        status: "matched",
        stage: "date-window",
        group: 1,
        billing: { row: { ...key, date: "2026-01-15", mainMinor: 1000n, fineMinor: 0n }, line: 2 },
        acquiring: { row: { ...key, date: "2026-01-16", mainMinor: 1000n, fineMinor: 0n }, line: 2 },
        notes: [],
      },
      {
        date: "2026-01-16",
        key,
        status: "acquiring-only",
        stage: "one-sided",
        group: 2,
        acquiring: { row: { ...key, date: "2026-01-16", mainMinor: -1000n, fineMinor: 0n }, line: 3 },
        notes: ["refund"],
      },
    ]);
  });

  test("is refused where none was finished", async () => {
    const error = await failure(readReconciliation(testFolder()).next());
    expect(error.code).toBe("GIS_RECONCILIATION_FILES");
  });

  test.each<[string, (result: string) => string]>([
    ["a line is missing", (result) => result.split("\n").slice(0, 2).join("\n")],
    ["a line stands twice", (result) => result + result.split("\n")[1]],
    ["a status is unknown", (result) => result.replace("billing-only", "billing-alone")],
    ["an amount was changed to no amount", (result) => result.replace("1.00", "1,0,0")],
    ["a field is missing", (result) => result.replace(";one-sided", "")],
    ["the header is another one", (result) => result.replace("bill_number", "number")],
    ["the file is empty", () => ""],
  ])("is refused where %s", async (_what, damage) => {
    const outDir = testFolder();
    const billing = register("1;2;3;2026-01-15;1.00;0", "2;2;3;2026-01-15;1.00;0");
    await reconcileRegisters({ billing, acquiring: nothing, outDir });
    const path = join(outDir, reconciliationFiles.result);
    await writeFile(path, damage(await readFile(path, "utf8")));
    const error = await failure(collect(readReconciliation(outDir)));
    expect(error.code).toBe("GIS_RECONCILIATION_FILES");
  });

  test("is refused where the report is none", async () => {
    const outDir = testFolder();
    for (const text of ["{", "null", "{}", '{"result":{}}']) {
      await writeFile(join(outDir, reconciliationFiles.summary), text);
      expect((await failure(readReconciliationReport(outDir))).code).toBe("GIS_RECONCILIATION_FILES");
    }
  });

  test("stops when it is aborted", async () => {
    const outDir = testFolder();
    await reconcileRegisters({ billing: register("1;2;3;2026-01-15;1.00;0"), acquiring: nothing, outDir });
    const lines = readReconciliation(outDir, { signal: AbortSignal.abort(new Error("enough")) });
    await expect(lines.next()).rejects.toThrow("enough");
  });
});
