import { isCalendarDate, parseMinorUnits } from "@opora/core";
import { rowLimits } from "@opora/gis-sdk";
import { readRegister } from "@opora/gis-sdk/csv";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { collect } from "../register-fixtures.js";

const header = "bill_number;supp_id;serv_id;date;main_sum;fine_sum";
const format = { recordBytesMax: 256 };
const utf8 = (text: string) => new TextEncoder().encode(text);

const read = (chunks: readonly Uint8Array[]) => collect(readRegister({ bytes: chunks, format }));

/** Text that is nearly CSV. */
const nearlyCsv = fc
  .array(
    fc.oneof(
      { weight: 8, arbitrary: fc.constantFrom(";", ";", '"', "\n", "\r\n", "\r", "1", "я", " ", '""', '";"') },
      { weight: 2, arbitrary: fc.constantFrom("1;2;3;2026-01-15;1.00;0\n", '"1";2;3;15.01.2026;"1,5";0\r\n') },
      { weight: 1, arbitrary: fc.string({ unit: "grapheme", maxLength: 8 }) },
      { weight: 1, arbitrary: fc.constant("x".repeat(200)) },
    ),
    { maxLength: 60 },
  )
  .map((parts) => parts.join(""));

function cut(bytes: Uint8Array, cuts: readonly number[]): readonly Uint8Array[] {
  const places = [...new Set(cuts.map((place) => place % (bytes.length + 1)))].sort((a, b) => a - b);
  return [0, ...places].map((from, index) => bytes.subarray(from, places[index] ?? bytes.length));
}

describe("a register of anything", () => {
  test("is read the same however its bytes are cut into chunks", async () => {
    await fc.assert(
      fc.asyncProperty(nearlyCsv, fc.array(fc.nat(), { maxLength: 30 }), async (text, cuts) => {
        const bytes = utf8(`${header}\n${text}`);
        expect(await read(cut(bytes, cuts))).toEqual(await read([bytes]));
      }),
      { numRuns: 400 },
    );
  });

  test("loses no line: what is no row is rejected with its text", async () => {
    await fc.assert(
      fc.asyncProperty(nearlyCsv, async (text) => {
        const physical = text.split("\n").map((line) => line.replace(/\r$/, ""));
        const lines = await read([utf8(`${header}\n${text}`)]);
        const covered = new Set<number>();
        for (const found of lines) {
          // A row covers one line: quotes may hold line feeds, but no field of a row may.
          const span = found.kind === "rejected" ? found.text.split("\n").length : 1;
          for (let line = found.line; line < found.line + span; line += 1) {
            expect(covered.has(line)).toBe(false);
            covered.add(line);
          }
        }
        physical.forEach((line, index) => {
          if (line !== "") expect(covered.has(index + 2)).toBe(true);
        });
      }),
      { numRuns: 400 },
    );
  });
});

describe("an amount", () => {
  const amounts = fc.oneof(
    fc
      .tuple(
        fc.constantFrom("", "-", "+", " "),
        fc.nat().map(String),
        fc.constantFrom("", ".", ","),
        fc.string({ unit: fc.constantFrom("0", "5", "9"), maxLength: 3 }),
      )
      .map((parts) => parts.join("")),
    fc.string({ unit: fc.constantFrom("0", "1", "9", ".", ",", "-", "e"), maxLength: 18 }),
    fc.bigInt({ min: -(10n ** 17n), max: 10n ** 17n }).map(String),
  );

  test("is accepted when it is one to the core library, whose decimal mark may be a comma here", async () => {
    await fc.assert(
      fc.asyncProperty(amounts, async (text) => {
        const [line] = await read([utf8(`${header}\n1;2;3;2026-01-15;"${text}";0`)]);
        const expected = amountByCore(text.trim().replace(",", "."));
        if (expected === undefined) expect(line?.kind).toBe("rejected");
        else expect(line?.kind === "row" && line.row.mainMinor).toBe(expected);
      }),
      { numRuns: 500 },
    );
  });

  function amountByCore(text: string): bigint | undefined {
    try {
      const minor = parseMinorUnits(text, 2);
      const isWithinLimit = minor <= rowLimits.amountMinorMax && minor >= -rowLimits.amountMinorMax;
      return isWithinLimit ? minor : undefined;
    } catch {
      return undefined;
    }
  }
});

describe("a date", () => {
  const number = (max: number, length: number) => fc.nat(max).map((value) => String(value).padStart(length, "0"));

  test("is accepted when the day exists, in both ways to write it", async () => {
    const dates = fc.tuple(
      fc.integer({ min: rowLimits.yearMin, max: rowLimits.yearMax }).map(String),
      number(13, 2),
      number(32, 2),
    );
    await fc.assert(
      fc.asyncProperty(dates, async ([year, month, day]) => {
        const iso = `${year}-${month}-${day}`;
        const lines = await read([utf8(`${header}\n1;2;3;${iso};1;0\n1;2;3;${day}.${month}.${year};1;0`)]);
        const expected = isCalendarDate(iso) ? [iso, iso] : ["date-unknown", "date-unknown"];
        expect(lines.map((line) => (line.kind === "row" ? line.row.date : line.reason))).toEqual(expected);
      }),
      { numRuns: 300 },
    );
  });

  test("with an offset falls on the day that the platform's calendar of Moscow shows", async () => {
    const moscow = new Intl.DateTimeFormat("sv-SE", { timeZone: "Europe/Moscow", dateStyle: "short" });
    const instants = fc.date({ min: new Date("1950-01-01"), max: new Date("2090-01-01"), noInvalidDate: true });
    await fc.assert(
      fc.asyncProperty(instants, fc.integer({ min: -14 * 60, max: 14 * 60 }), async (instant, offsetMinutes) => {
        const local = new Date(instant.getTime() + offsetMinutes * 60_000).toISOString().slice(0, 23);
        const size = Math.abs(offsetMinutes);
        const offset = `${offsetMinutes < 0 ? "-" : "+"}${String(Math.floor(size / 60)).padStart(2, "0")}:${String(size % 60).padStart(2, "0")}`;
        const [line] = await read([utf8(`${header}\n1;2;3;${local}${offset};1;0`)]);
        expect(line?.kind === "row" && line.row.date).toBe(moscow.format(instant));
      }),
      { numRuns: 300 },
    );
  });
});
