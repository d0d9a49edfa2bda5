import {
  addMoney,
  allocateMinorUnits,
  allocateMoney,
  compareMoney,
  divideMoney,
  formatMoney,
  isCurrency,
  multiplyMoney,
  negateMoney,
  parseMoney,
  scaleMoney,
  subtractMoney,
  sumMoney,
} from "@opora/core";
import { describe, expect, test } from "vitest";

const rub = (text: string) => parseMoney(text, "RUB");

describe("arithmetic", () => {
  test("adds and subtracts exactly where a double would not", () => {
    expect(formatMoney(addMoney(rub("0.10"), rub("0.20")))).toBe("0.30");
    expect(formatMoney(subtractMoney(rub("90071992547409.93"), rub("0.01")))).toBe("90071992547409.92");
  });

  test("adds up many amounts, and none to zero of the currency", () => {
    expect(sumMoney([rub("1.10"), rub("2.20"), rub("-0.30")], "RUB")).toEqual(rub("3.00"));
    expect(sumMoney([], "KZT")).toEqual({ minor: 0n, currency: "KZT" });
  });

  test("orders amounts for sorting", () => {
    expect([rub("2"), rub("-1"), rub("0")].sort(compareMoney).map(formatMoney)).toEqual(["-1.00", "0.00", "2.00"]);
    expect(compareMoney(rub("1"), rub("1.00"))).toBe(0);
  });

  test("multiplies, divides and takes a share with the rounding it is told", () => {
    expect(formatMoney(multiplyMoney(rub("19.99"), 3n))).toBe("59.97");
    expect(formatMoney(divideMoney(rub("10.00"), 3n, "towardZero"))).toBe("3.33");
    expect(formatMoney(divideMoney(rub("-10.00"), 3n, "towardNegative"))).toBe("-3.34");
    expect(formatMoney(scaleMoney(rub("1200.00"), { numerator: 20n, denominator: 120n }, "tiesToAway"))).toBe("200.00");
    expect(formatMoney(negateMoney(rub("1.50")))).toBe("-1.50");
  });

  test.each([addMoney, subtractMoney, compareMoney])("refuses to mix currencies in %o", (operation) => {
    expect(() => operation(rub("1"), parseMoney("1", "KZT"))).toThrow(
      expect.objectContaining({ code: "CORE_MONEY_CURRENCY_MISMATCH", details: { left: "RUB", right: "KZT" } }),
    );
  });

  test("refuses to add an amount of another currency into a sum", () => {
    expect(() => sumMoney([parseMoney("1", "KZT")], "RUB")).toThrow(
      expect.objectContaining({ code: "CORE_MONEY_CURRENCY_MISMATCH" }),
    );
  });
});

describe("currencies", () => {
  test("are known by their ISO 4217 code in capitals", () => {
    expect(["RUB", "KZT", "rub", "XXX", "toString", ""].filter(isCurrency)).toEqual(["RUB", "KZT"]);
  });
});

describe("allocation", () => {
  test.each<[bigint, bigint[], bigint[]]>([
    [100n, [1n, 1n, 1n], [34n, 33n, 33n]],
    [-100n, [1n, 1n, 1n], [-34n, -33n, -33n]],
    [101n, [1n, 1n, 1n], [34n, 34n, 33n]],
    [100n, [1n, 2n], [33n, 67n]],
    [2n, [1n, 1n, 1n], [1n, 1n, 0n]],
    [5n, [0n, 1n], [0n, 5n]],
    [0n, [3n, 4n], [0n, 0n]],
    [7n, [1n], [7n]],
    [10n, [1n, 1n, 8n, 1n], [1n, 1n, 7n, 1n]],
  ])("splits %s by %s into %s", (total, weights, parts) => {
    expect(allocateMinorUnits(total, weights)).toEqual(parts);
  });

  test("keeps the currency", () => {
    expect(allocateMoney(rub("100.00"), [2n, 1n])).toEqual([rub("66.67"), rub("33.33")]);
  });

  test.each<[string, bigint[], string]>([
    ["no weights", [], ""],
    ["weights of zero only", [0n, 0n], ""],
    ["a negative weight", [1n, -1n, 5n], "/1"],
  ])("refuses %s", (_what, weights, path) => {
    expect(() => allocateMinorUnits(1n, weights)).toThrow(
      expect.objectContaining({ code: "CORE_MONEY_ALLOCATION", details: { path } }),
    );
  });
});
