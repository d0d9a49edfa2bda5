import fc from "fast-check";
import { expect, test } from "vitest";
import { splitByScheme } from "../../src/domain/ledger/split-by-scheme.js";
import { splitOverLines } from "../../src/domain/ledger/split-refund.js";

const kind = fc.constantFrom("bonus", "saving", "payment");
const money = fc.bigInt({ min: -1000n, max: 10_000n });
const part = fc.record(
  {
    kind,
    maxShare: fc.integer({ min: 1, max: 1000 }),
    maxAmount: fc.bigInt({ min: 1n, max: 5000n }),
    minRemain: fc.bigInt({ min: 0n, max: 500n }),
  },
  { requiredKeys: ["kind"] },
);
const accounts = fc.uniqueArray(fc.record({ id: fc.string({ minLength: 1, maxLength: 3 }), kind, available: money }), {
  maxLength: 6,
  selector: ({ id }) => id,
});
const total = fc.bigInt({ min: 1n, max: 20_000n });
const scheme = fc.array(part, { minLength: 1, maxLength: 5 });

test("a split adds up to the total less the shortfall, and no line exceeds what its account has", () => {
  fc.assert(
    fc.property(total, scheme, accounts, (total, scheme, accounts) => {
      const { lines, parts, shortfall } = splitByScheme(total, scheme, accounts);
      expect(sum(lines.map(({ amount }) => amount))).toBe(total - shortfall);
      expect(sum(parts.map(({ taken }) => taken))).toBe(total - shortfall);
      expect(shortfall).toBeGreaterThanOrEqual(0n);
      expect(new Set(lines.map(({ accountId }) => accountId)).size).toBe(lines.length);
      for (const { accountId, amount } of lines) {
        expect(amount).toBeGreaterThan(0n);
        expect(amount).toBeLessThanOrEqual(accounts.find(({ id }) => id === accountId)?.available ?? 0n);
      }
    }),
  );
});

test("no part exceeds its share, its amount, or what it has to leave", () => {
  fc.assert(
    fc.property(total, scheme, accounts, (total, scheme, accounts) => {
      const { parts, lines } = splitByScheme(total, scheme, accounts);
      for (const [index, { taken, available }] of parts.entries()) {
        const { maxShare = 1000, maxAmount = taken } = scheme[index] ?? { maxShare: 0 };
        expect(taken).toBeLessThanOrEqual((total * BigInt(maxShare)) / 1000n);
        expect(taken).toBeLessThanOrEqual(maxAmount);
        expect(taken).toBeLessThanOrEqual(available);
      }
      const least = new Map<string, bigint>(scheme.map(({ kind, minRemain = 0n }) => [kind, minRemain]));
      for (const { kind, minRemain = 0n } of scheme)
        if (minRemain < (least.get(kind) ?? 0n)) least.set(kind, minRemain);
      for (const { accountId, amount } of lines) {
        const account = accounts.find(({ id }) => id === accountId);
        expect((account?.available ?? 0n) - amount).toBeGreaterThanOrEqual(least.get(account?.kind ?? "") ?? 0n);
      }
    }),
  );
});

test("a split depends neither on the order of the accounts nor on anything else", () => {
  fc.assert(
    fc.property(total, scheme, accounts, fc.func(fc.integer()), (total, scheme, accounts, rank) => {
      const shuffled = accounts.toSorted((a, b) => rank(a.id) - rank(b.id));
      expect(splitByScheme(total, scheme, shuffled)).toEqual(splitByScheme(total, scheme, accounts));
    }),
  );
});

test("what a scheme without limits does not cover is not there", () => {
  fc.assert(
    fc.property(total, fc.array(kind, { minLength: 1, maxLength: 4 }), accounts, (total, kinds, accounts) => {
      const { shortfall } = splitByScheme(
        total,
        kinds.map((kind) => ({ kind })),
        accounts,
      );
      const there = sum(
        accounts
          .filter(({ kind, available }) => kinds.includes(kind) && available > 0n)
          .map(({ available }) => available),
      );
      expect(shortfall).toBe(there >= total ? 0n : total - there);
    }),
  );
});

test("a refund by amount is split exactly, and no line gets more than is left of it", () => {
  const left = fc
    .array(fc.bigInt({ min: 0n, max: 9_223_372_036_854_775_807n }), { minLength: 1, maxLength: 8 })
    .filter((amounts) => sum(amounts) > 0n);
  const wanted = left.chain((amounts) => fc.tuple(fc.constant(amounts), fc.bigInt({ min: 1n, max: sum(amounts) })));
  fc.assert(
    fc.property(wanted, ([left, amount]) => {
      const parts = splitOverLines(amount, left);
      expect(sum(parts)).toBe(amount);
      for (const [index, part] of parts.entries()) {
        expect(part).toBeGreaterThanOrEqual(0n);
        expect(part).toBeLessThanOrEqual(left[index] ?? 0n);
      }
    }),
  );
});

function sum(amounts: readonly bigint[]): bigint {
  return amounts.reduce((total, amount) => total + amount, 0n);
}
