import { CoreError, formatMinorUnits, type InvalidAmountReason, parseMinorUnits } from "@opora/core";
import { describe, expect, test } from "vitest";

function refusalOf(work: () => unknown): { code: string; reason: unknown; message: string } {
  try {
    work();
  } catch (error) {
    if (CoreError.is(error)) return { code: error.code, reason: error.details["reason"], message: error.message };
    throw error;
  }
  throw new Error("nothing was thrown");
}

describe("reading an amount", () => {
  test.each<[string, number, bigint]>([
    ["12345.67", 2, 1_234_567n],
    ["12345.6", 2, 1_234_560n],
    ["12345", 2, 1_234_500n],
    ["0", 2, 0n],
    ["0.01", 2, 1n],
    ["-0.01", 2, -1n],
    ["-0.00", 2, 0n],
    ["7", 0, 7n],
    ["0.123456789012345678", 18, 123_456_789_012_345_678n],
    ["9999999999999.99", 2, 999_999_999_999_999n],
    ["10000000000000.00", 2, 1_000_000_000_000_000n],
    ["92233720368547758.07", 2, 2n ** 63n - 1n],
    ["-92233720368547758.08", 2, -(2n ** 63n)],
    ["-9.223372036854775808", 18, -(2n ** 63n)],
  ])("takes %j with %i decimals as %s", (text, fractionDigits, minor) => {
    expect(parseMinorUnits(text, fractionDigits)).toBe(minor);
  });

  test.each<[string, number, InvalidAmountReason]>([
    ["", 2, "length"],
    ["1234567890123456789012", 2, "length"],
    ["12345,67", 2, "character"],
    ["1e3", 2, "character"],
    ["1E3", 2, "character"],
    ["+1", 2, "character"],
    ["--1", 2, "character"],
    ["1-", 2, "character"],
    [" 1", 2, "character"],
    ["1 ", 2, "character"],
    ["1 000", 2, "character"],
    ["1\u00a0000", 2, "character"],
    ["1_000", 2, "character"],
    ["1.2.3", 2, "character"],
    ["0x10", 2, "character"],
    ["NaN", 2, "character"],
    ["Infinity", 2, "character"],
    ["١٢", 2, "character"],
    ["\uff11\uff12", 2, "character"],
    ["1\n", 2, "character"],
    ["1\0", 2, "character"],
    ["-", 2, "point"],
    [".", 2, "point"],
    [".5", 2, "point"],
    ["5.", 2, "point"],
    ["-.5", 2, "point"],
    ["007", 2, "leading-zero"],
    ["00", 2, "leading-zero"],
    ["00.5", 2, "leading-zero"],
    ["-01", 2, "leading-zero"],
    ["1.234", 2, "fraction"],
    ["1.000", 2, "fraction"],
    ["1.0", 0, "fraction"],
    ["92233720368547758.08", 2, "range"],
    ["-92233720368547758.09", 2, "range"],
    ["999999999999999999", 2, "range"],
  ])("refuses %j with %i decimals because of its %s", (text, fractionDigits, reason) => {
    expect(refusalOf(() => parseMinorUnits(text, fractionDigits))).toMatchObject({ code: "CORE_MONEY_FORMAT", reason });
  });

  test("never repeats the text, which may be personal data from the wrong column", () => {
    const { message } = refusalOf(() => parseMinorUnits("Ivanov", 2));
    expect(message).not.toContain("Ivanov");
    expect(message).toContain("12345.67");
  });

  test.each([-1, 19, 1.5, Number.NaN])("refuses %d as the number of decimals", (fractionDigits) => {
    expect(refusalOf(() => parseMinorUnits("1", fractionDigits)).code).toBe("CORE_OPTIONS_INVALID");
    expect(refusalOf(() => formatMinorUnits(1n, fractionDigits)).code).toBe("CORE_OPTIONS_INVALID");
  });
});

describe("writing an amount", () => {
  test.each<[bigint, number, string]>([
    [1_234_567n, 2, "12345.67"],
    [0n, 2, "0.00"],
    [-1n, 2, "-0.01"],
    [-100n, 2, "-1.00"],
    [7n, 0, "7"],
    [-7n, 0, "-7"],
    [1n, 18, "0.000000000000000001"],
    [-(2n ** 63n), 2, "-92233720368547758.08"],
  ])("writes %s with %i decimals as %j", (minor, fractionDigits, text) => {
    expect(formatMinorUnits(minor, fractionDigits)).toBe(text);
  });
});
