import { allocateMinorUnits, divideRounded, formatMinorUnits, parseMinorUnits, type RoundingMode } from "@opora/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";

const int64 = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
const fractionDigits = fc.integer({ min: 0, max: 18 });

describe("amounts as text", () => {
  test("every amount is read back as it was written", () => {
    fc.assert(
      fc.property(int64, fractionDigits, (minor, digits) => {
        expect(parseMinorUnits(formatMinorUnits(minor, digits), digits)).toBe(minor);
      }),
    );
  });

  test("a text is taken exactly when it follows the grammar and fits", () => {
    const nearlyAmounts = fc.stringMatching(/^-?[0-9]{0,20}[.,]?[0-9]{0,4}$/);
    fc.assert(
      fc.property(fc.oneof(nearlyAmounts, fc.string()), (text) => {
        const isGrammatical = /^-?(0|[1-9][0-9]*)(\.[0-9]{1,2})?$/.test(text) && !text.includes("\n");
        const [integer = "", decimals = ""] = text.split(".");
        const expected = isGrammatical ? BigInt(integer + decimals.padEnd(2, "0")) : undefined;
        const fits = expected !== undefined && BigInt.asIntN(64, expected) === expected;
        if (fits) expect(parseMinorUnits(text, 2)).toBe(expected);
        else expect(() => parseMinorUnits(text, 2)).toThrow(expect.objectContaining({ code: "CORE_MONEY_FORMAT" }));
      }),
      { numRuns: 1000 },
    );
  });
});

describe("allocation", () => {
  const weights = fc
    .array(fc.bigInt({ min: 0n, max: 10n ** 12n }), { minLength: 1, maxLength: 50 })
    .filter((list) => list.some((weight) => weight > 0n));

  test("keeps the sum, and each part is within one minor unit of its exact share", () => {
    fc.assert(
      fc.property(int64, weights, (total, list) => {
        const parts = allocateMinorUnits(total, list);
        const weightSum = list.reduce((sum, weight) => sum + weight, 0n);
        expect(parts.reduce((sum, part) => sum + part, 0n)).toBe(total);
        for (const [index, part] of parts.entries()) {
          const deviation = part * weightSum - total * (list[index] ?? 0n);
          expect(deviation > -weightSum && deviation < weightSum).toBe(true);
        }
      }),
    );
  });

  test("of an opposite amount is the opposite, and a part without weight gets nothing", () => {
    fc.assert(
      fc.property(int64, weights, (total, list) => {
        const parts = allocateMinorUnits(total, list);
        expect(allocateMinorUnits(-total, list)).toEqual(parts.map((part) => -part));
        expect(parts.every((part, index) => list[index] !== 0n || part === 0n)).toBe(true);
      }),
    );
  });
});

describe("rounding", () => {
  const denominator = fc.bigInt({ min: -(10n ** 9n), max: 10n ** 9n }).filter((value) => value !== 0n);
  const distance = (numerator: bigint, divisor: bigint, quotient: bigint): bigint => {
    const error = numerator - quotient * divisor;
    return error < 0n ? -error : error;
  };

  test.each<RoundingMode>(["tiesToEven", "tiesToAway", "tiesToZero"])("%s lands on a nearest integer", (mode) => {
    fc.assert(
      fc.property(int64, denominator, (numerator, divisor) => {
        const size = divisor < 0n ? -divisor : divisor;
        expect(2n * distance(numerator, divisor, divideRounded(numerator, divisor, mode)) <= size).toBe(true);
      }),
    );
  });

  test("the directed modes bracket the exact quotient", () => {
    fc.assert(
      fc.property(int64, denominator, (numerator, divisor) => {
        const down = divideRounded(numerator, divisor, "towardNegative");
        const up = divideRounded(numerator, divisor, "towardPositive");
        const isExact = numerator % divisor === 0n;
        expect(up - down).toBe(isExact ? 0n : 1n);
        expect([down, up]).toContain(divideRounded(numerator, divisor, "towardZero"));
        expect([down, up]).toContain(divideRounded(numerator, divisor, "awayFromZero"));
      }),
    );
  });
});
