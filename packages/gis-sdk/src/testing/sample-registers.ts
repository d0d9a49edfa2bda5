import { addDays, type CalendarDate, formatMinorUnits } from "@opora/core";
import { createSeededRandom, type SeededRandom } from "@opora/core/testing";
import type { ReconciliationRules, RegisterRow } from "@opora/gis-sdk";

/** What {@link createSampleRegisters} takes. */
export interface SampleRegistersOptions {
  /** Bills to invent. With 20 or more every status occurs under the {@link sampleRules}. Default: 200. */
  readonly bills?: number;
  /** The same seed gives the same registers. Default: 1. */
  readonly seed?: number;
}

/** Two registers that belong together; everything in them is invented. */
export interface SampleRegisters {
  readonly billing: readonly RegisterRow[];
  readonly acquiring: readonly RegisterRow[];
}

/** Rules under which the sample registers show every status. */
export const sampleRules = {
  period: { from: "2026-01-01" as CalendarDate, to: "2026-03-31" as CalendarDate },
  dateWindowDays: 20,
  toleranceMinor: 1n,
} as const satisfies ReconciliationRules;

/**
 * Invents two registers: most bills are paid as they were charged, one in twenty each is paid late, in parts, twice, too
 * little, and so on. Bill numbers and services have the form of GIS ZhKKh, so that rows can be loaded.
 *
 * @example
 * ```ts
 * const { billing, acquiring } = createSampleRegisters({ bills: 1000 });
 * await writeFile("billing.csv", encodeSampleRegister(billing));
 * await writeFile("acquiring.csv", encodeSampleRegister(acquiring, { encoding: "windows-1251", decimalMark: "," }));
 * ```
 */
export function createSampleRegisters({ bills = 200, seed = 1 }: SampleRegistersOptions = {}): SampleRegisters {
  const random = createSeededRandom(seed);
  const billing: RegisterRow[] = [];
  const acquiring: RegisterRow[] = [];
  for (let number = 0; number < bills; number += 1) {
    const story = stories[number % 20] ?? paidAsCharged;
    const { charges, payments } = story(inventCharge(number, random));
    billing.push(...charges);
    acquiring.push(...payments);
  }
  return { billing, acquiring: shuffled(acquiring, random) };
}

/** How a sample register is written. */
export interface SampleEncoding {
  /** Default: `"utf-8"`, with a byte order mark. */
  readonly encoding?: "utf-8" | "windows-1251";
  /** Default: `";"`. */
  readonly delimiter?: ";" | ",";
  /** Default: `"."`. */
  readonly decimalMark?: "." | ",";
  /** Lines that are no rows, put between the others. Default: 0. */
  readonly brokenLines?: number;
}

/** Writes rows as a register in CSV with the default column names. */
export function encodeSampleRegister(rows: readonly RegisterRow[], options: SampleEncoding = {}): Uint8Array {
  const { encoding = "utf-8", delimiter = ";", decimalMark = ".", brokenLines = 0 } = options;
  const amount = (minor: bigint): string => quoted(formatMinorUnits(minor, 2).replace(".", decimalMark), delimiter);
  const lines = rows.map(({ billNumber, supplierId, serviceId, date, mainMinor, fineMinor }) =>
    [billNumber, supplierId, serviceId, date, amount(mainMinor), amount(fineMinor)].join(delimiter),
  );
  for (let index = 0; index < brokenLines; index += 1) {
    const broken = brokenFields[index % brokenFields.length] ?? [];
    lines.splice(Math.floor((lines.length * (index + 1)) / (brokenLines + 1)), 0, broken.join(delimiter));
  }
  const header = ["bill_number", "supp_id", "serv_id", "date", "main_sum", "fine_sum"].join(delimiter);
  const text = [header, ...lines, ""].join("\r\n");
  return encoding === "utf-8" ? new TextEncoder().encode(`\uFEFF${text}`) : encodeWindows1251(text);
}

interface Story {
  readonly charges: readonly RegisterRow[];
  readonly payments: readonly RegisterRow[];
}

const paidAsCharged = (charge: RegisterRow): Story => ({ charges: [charge], payments: [charge] });

/** What becomes of every twentieth bill; the bills without a story are paid as charged. */
const stories: Readonly<Record<number, (charge: RegisterRow) => Story>> = {
  1: (charge) => ({ charges: [charge], payments: [later(charge, 5)] }),
  3: (charge) => ({ charges: [charge], payments: [later(charge, 25)] }),
  4: (charge) => ({ charges: [charge], payments: inParts(charge) }),
  6: (charge) => ({ charges: inParts(charge), payments: [charge] }),
  7: (charge) => ({ charges: [charge], payments: [asMainSum(charge)] }),
  9: (charge) => ({ charges: [charge], payments: [plus(charge, -10_000n)] }),
  10: (charge) => ({ charges: [charge], payments: [] }),
  12: (charge) => ({ charges: [], payments: [charge] }),
  13: (charge) => ({ charges: [charge], payments: [charge, charge] }),
  14: (charge) => ({ charges: [charge], payments: [plus(charge, 1n)] }),
  16: (charge) => ({ charges: [charge], payments: [charge, refundOf(charge)] }),
  17: (charge) => ({ charges: [charge, zeroOf(charge)], payments: [charge] }),
  19: (charge) => ({ charges: [], payments: [{ ...charge, date: "2026-04-02" as CalendarDate }] }),
};

function inventCharge(number: number, random: SeededRandom): RegisterRow {
  const account = `${String(number % 90).padStart(2, "0")}АА${String(number % 1_000_000).padStart(6, "0")}`;
  return {
    billNumber: `${account}-01-${String(1 + (number % 9999)).padStart(4, "0")}`,
    supplierId: String(1 + (number % 7)).padStart(3, "0"),
    serviceId: `${account}-01`,
    date: addDays(sampleRules.period.from, random.below(60)),
    mainMinor: BigInt(20_000 + random.below(900_000)),
    fineMinor: BigInt(100 + random.below(20_000)),
  };
}

function later(row: RegisterRow, days: number): RegisterRow {
  return { ...row, date: addDays(row.date, days) };
}

function plus(row: RegisterRow, minor: bigint): RegisterRow {
  return { ...row, mainMinor: row.mainMinor + minor };
}

function asMainSum({ mainMinor, fineMinor, ...row }: RegisterRow): RegisterRow {
  return { ...row, mainMinor: mainMinor + fineMinor, fineMinor: 0n };
}

function inParts(row: RegisterRow): readonly RegisterRow[] {
  const first = row.mainMinor / 3n;
  return [
    { ...row, mainMinor: first, fineMinor: 0n },
    { ...later(row, 1), mainMinor: row.mainMinor - first },
  ];
}

function refundOf(row: RegisterRow): RegisterRow {
  return { ...later(row, 2), mainMinor: -row.mainMinor, fineMinor: -row.fineMinor };
}

function zeroOf(row: RegisterRow): RegisterRow {
  return { ...row, mainMinor: 0n, fineMinor: 0n };
}

/** Each is rejected for another reason. */
const brokenFields: readonly (readonly string[])[] = [
  ["", "001", "00АА000000-01", "2026-01-15", "100.00", "0.00"],
  ["00АА000000-01-0001", "001", "00АА000000-01", "2026-02-30", "100.00", "0.00"],
  ["00АА000000-01-0001", "001", "00АА000000-01", "2026-01-15", "100.005", "0.00"],
  ["00АА000000-01-0001", "001", "00АА000000-01", "2026-01-15", "1e3", "0.00"],
  ["00АА000000-01-0001", "001"],
];

function quoted(field: string, delimiter: string): string {
  return field.includes(delimiter) ? `"${field}"` : field;
}

/** Only what sample registers hold: ASCII and the letters А to я. */
function encodeWindows1251(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => {
    const code = character.charCodeAt(0);
    return code < 0x80 ? code : code - 0x410 + 0xc0;
  });
}

function shuffled<Item>(items: readonly Item[], random: SeededRandom): readonly Item[] {
  return items
    .map((item) => ({ item, place: random.fraction() }))
    .sort((a, b) => a.place - b.place)
    .map(({ item }) => item);
}
