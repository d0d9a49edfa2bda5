import { divideRounded, type RoundingMode } from "@opora/core";
import { describe, expect, test } from "vitest";

/** Quotients in tenths, each row rounded to an integer in the modes of the header; exact ones are left alone in all. */
const modes: readonly RoundingMode[] = [
  "tiesToEven",
  "tiesToAway",
  "towardZero",
  "towardPositive",
  "towardNegative",
  "tiesToZero",
  "awayFromZero",
];
const table: readonly (readonly [tenths: bigint, ...results: bigint[]])[] = [
  [26n, 3n, 3n, 2n, 3n, 2n, 3n, 3n],
  [25n, 2n, 3n, 2n, 3n, 2n, 2n, 3n],
  [24n, 2n, 2n, 2n, 3n, 2n, 2n, 3n],
  [20n, 2n, 2n, 2n, 2n, 2n, 2n, 2n],
  [15n, 2n, 2n, 1n, 2n, 1n, 1n, 2n],
  [5n, 0n, 1n, 0n, 1n, 0n, 0n, 1n],
  [4n, 0n, 0n, 0n, 1n, 0n, 0n, 1n],
  [0n, 0n, 0n, 0n, 0n, 0n, 0n, 0n],
  [-4n, 0n, 0n, 0n, 0n, -1n, 0n, -1n],
  [-5n, 0n, -1n, 0n, 0n, -1n, 0n, -1n],
  [-15n, -2n, -2n, -1n, -1n, -2n, -1n, -2n],
  [-25n, -2n, -3n, -2n, -2n, -3n, -2n, -3n],
  [-26n, -3n, -3n, -2n, -2n, -3n, -3n, -3n],
];
const cases = table.flatMap(([tenths, ...results]) =>
  modes.map((mode, index) => [tenths, mode, results[index]] as const),
);

describe("dividing", () => {
  test.each(cases)("%s tenths become a whole number in mode %s: %s", (tenths, mode, expected) => {
    expect(divideRounded(tenths, 10n, mode)).toBe(expected);
    expect(divideRounded(-tenths, -10n, mode), "the same quotient written with two minuses").toBe(expected);
  });

  test("refuses a zero divisor", () => {
    expect(() => divideRounded(1n, 0n, "towardZero")).toThrow(
      expect.objectContaining({ code: "CORE_OPTIONS_INVALID" }),
    );
  });

  test.each(["", "half-up", "toString"])("refuses %j as a rounding mode", (mode) => {
    expect(() => divideRounded(1n, 1n, mode as RoundingMode)).toThrow(
      expect.objectContaining({ code: "CORE_OPTIONS_INVALID", details: { path: "rounding" } }),
    );
  });
});
