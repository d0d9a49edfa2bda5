import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { finished } from "node:stream/promises";
import { createSeededRandom, type SeededRandom } from "@opora/core/testing";

/** What becomes of one bill. */
interface Bill {
  readonly key: string;
  readonly date: string;
  readonly main: number;
  readonly fine: number;
  /** In one hundred bills, one and a half are charged only, as many paid only, and as many paid otherwise. */
  readonly fate: "paid" | "unpaid" | "not charged" | "paid otherwise";
}

/**
 * Writes two invented registers of `rows` rows each in CSV, every key at most once in each of them: all that a dictionary
 * can join without losing rows. The payments come in another order than the charges.
 */
export async function writeRegisters(billing: string, acquiring: string, rows: number): Promise<void> {
  const random = createSeededRandom(1);
  const bills = Array.from({ length: rows + Math.floor(rows / 66) }, (_, number) => inventBill(number, random));
  await writeRegister(
    billing,
    bills
      .filter(({ fate }) => fate !== "not charged")
      .slice(0, rows)
      .map(chargeLine),
  );
  const paid = bills.filter(({ fate }) => fate !== "unpaid").slice(0, rows);
  await writeRegister(acquiring, shuffled(paid, random).map(paymentLine));
}

function inventBill(number: number, random: SeededRandom): Bill {
  const account = `${String(number % 90).padStart(2, "0")}АА${String(number % 1_000_000).padStart(6, "0")}`;
  const share = random.below(200);
  return {
    key: `${account}-01-${String(1 + (number % 9999)).padStart(4, "0")};${1000 + (number % 40)};${account}-01`,
    date: `2026-0${1 + (number % 3)}-${String(1 + ((number * 7) % 28)).padStart(2, "0")}`,
    main: 10_000 + random.below(2_000_000),
    fine: random.below(4) === 0 ? random.below(50_000) : 0,
    fate: share < 3 ? "unpaid" : share < 6 ? "not charged" : share < 9 ? "paid otherwise" : "paid",
  };
}

function chargeLine({ key, date, main, fine }: Bill): string {
  return `${key};${date};${roubles(main)};${roubles(fine)}`;
}

function paymentLine(bill: Bill): string {
  return chargeLine(bill.fate === "paid otherwise" ? { ...bill, main: bill.main + 100 } : bill);
}

function roubles(kopecks: number): string {
  return `${Math.floor(kopecks / 100)}.${String(kopecks % 100).padStart(2, "0")}`;
}

function shuffled<Item>(items: readonly Item[], random: SeededRandom): readonly Item[] {
  return items
    .map((item) => ({ item, place: random.fraction() }))
    .sort((a, b) => a.place - b.place)
    .map(({ item }) => item);
}

async function writeRegister(path: string, lines: readonly string[]): Promise<void> {
  const file = createWriteStream(path);
  file.write("\uFEFFbill_number;supp_id;serv_id;date;main_sum;fine_sum\r\n");
  for (const line of lines) if (!file.write(`${line}\r\n`)) await once(file, "drain");
  file.end();
  await finished(file);
}
