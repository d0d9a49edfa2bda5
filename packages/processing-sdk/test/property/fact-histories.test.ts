import fc from "fast-check";
import { expect, test } from "vitest";
import type { DocumentKind } from "../../src/domain/document.js";
import type { DocumentFact, FactOutcome } from "../../src/domain/ledger/document-fact.js";
import { bookFacts } from "../../src/ledger/book-facts.js";
import { openings } from "../command-arbitraries.js";
import { checkConservation, createLedgerWorld, factOf, globalLine, type LedgerWorld } from "../ledger-world.js";

/** Facts over a handful of ids and accounts: duplicates, conflicts, unknown accounts, broken ones. */
const fact = fc.record({
  id: fc.integer({ min: 1, max: 15 }),
  variant: fc.constantFrom("1", "1", "1", "2"),
  accountId: fc.constantFrom("a1", "a2", "b2", "none"),
  amount: fc.bigInt({ min: -60n, max: 60n }).filter((amount) => amount !== 0n),
  reverses: fc.option(fc.integer({ min: 1, max: 15 }), { freq: 4 }),
  isBroken: fc.constantFrom(false, false, false, false, true),
});
const facts = fc.array(fact, { minLength: 1, maxLength: 30 }).map((items) =>
  items.map((item, index): DocumentFact => {
    // The content of an id is drawn from the first fact that bears it, so that repeats are true repeats.
    const { accountId, amount } = items.find(({ id, variant }) => id === item.id && variant === item.variant) ?? item;
    const kind: DocumentKind = item.reverses !== null ? "refund" : amount < 0n ? "payment" : "topUp";
    const made = factOf(
      {
        id: `f-${item.id}`,
        payloadHash: `${item.variant}${item.id}`.padStart(64, "0"),
        kind,
        reverses: item.reverses === null ? null : `f-${item.reverses}`,
        lines: [globalLine(accountId, amount)],
      },
      BigInt(index + 1),
    );
    return item.isBroken ? { ...made, document: undefined } : made;
  }),
);

test("whatever children did, balances with the suspense accounts are the sums of all postings", async () => {
  await fc.assert(
    fc.asyncProperty(facts, async (facts) => {
      const { world, outcomes } = await bookedIn(facts, 1000);
      await checkConservation(world.store);
      expect(outcomes).toHaveLength(facts.length);
      const booked = facts.filter((_, index) =>
        ["applied", "suspended", "conflict"].includes(outcomes[index] as string),
      );
      const moved = booked.reduce((sum, { document }) => sum + (document?.lines[0]?.amount ?? 0n), 0n);
      const balances = (await world.store.dump()).accounts.reduce((sum, { confirmed }) => sum + confirmed, 0n);
      expect(balances).toBe(200n + moved);
    }),
    { numRuns: 150 },
  );
});

test("how facts are paged changes nothing but the update numbers", async () => {
  await fc.assert(
    fc.asyncProperty(facts, fc.integer({ min: 1, max: 7 }), async (facts, pageSize) => {
      const whole = await bookedIn(facts, 1000);
      const paged = await bookedIn(facts, pageSize);
      expect(paged.outcomes).toEqual(whole.outcomes);
      expect(await contentOf(paged.world)).toEqual(await contentOf(whole.world));
    }),
    { numRuns: 100 },
  );
});

test("facts that arrive again under another origin move nothing", async () => {
  await fc.assert(
    fc.asyncProperty(facts, async (facts) => {
      const { world, outcomes } = await bookedIn(facts, 1000);
      const before = (await world.store.dump()).accounts;
      const again = facts
        .filter((_, index) => outcomes[index] === "applied" || outcomes[index] === "suspended")
        .map((fact, index) => ({ ...fact, origin: "till-1:i2", seq: BigInt(index + 1) }));
      const repeated = await world.storage.background((transaction) => bookFacts(world.context, transaction, again));
      expect(new Set(repeated)).toEqual(new Set(again.length === 0 ? [] : ["duplicate"]));
      expect((await world.store.dump()).accounts).toEqual(before);
    }),
    { numRuns: 100 },
  );
});

async function bookedIn(facts: readonly DocumentFact[], pageSize: number) {
  const world = await createLedgerWorld();
  await world.execute(...openings);
  const outcomes: FactOutcome[] = [];
  for (let start = 0; start < facts.length; start += pageSize) {
    const page = facts.slice(start, start + pageSize);
    outcomes.push(...(await world.storage.background((transaction) => bookFacts(world.context, transaction, page))));
  }
  return { world, outcomes };
}

async function contentOf({ store }: LedgerWorld): Promise<unknown> {
  const { accounts, counters, ...rest } = await store.dump();
  return {
    ...rest,
    accounts: accounts.map((account) => ({ ...account, updateNo: 0n })),
    counters: counters.filter(({ name }) => name !== "feed"),
  };
}
