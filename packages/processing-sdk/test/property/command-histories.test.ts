import fc from "fast-check";
import { expect, test } from "vitest";
import type { CommandResult } from "../../src/domain/command-result.js";
import type { Command } from "../../src/domain/commands.js";
import { anyCommand, openings } from "../command-arbitraries.js";
import { checkConservation, createLedgerWorld, type LedgerWorld } from "../ledger-world.js";

const histories = fc.array(anyCommand, { minLength: 1, maxLength: 60 });

test("whatever is told to a root, balances are the sums of their postings", async () => {
  await fc.assert(
    fc.asyncProperty(histories, async (commands) => {
      const world = await createLedgerWorld();
      await world.execute(...openings, ...commands);
      await checkConservation(world.store);
      await checkReservations(world);
    }),
    { numRuns: 150 },
  );
});

test("a batch does what its commands do one by one", async () => {
  await fc.assert(
    fc.asyncProperty(histories, async (commands) => {
      const together = await createLedgerWorld();
      const apart = await createLedgerWorld();
      const all = [...openings, ...commands];
      const inOne = await together.execute(...all);
      const results: CommandResult[] = [];
      for (const command of all) results.push(...(await apart.execute(command)));
      expect(inOne.map(summary)).toEqual(results.map(summary));
      expect(await contentOf(together)).toEqual(await contentOf(apart));
    }),
    { numRuns: 100 },
  );
});

test("repeating what was accepted changes nothing and gives the same documents", async () => {
  await fc.assert(
    fc.asyncProperty(histories, async (commands) => {
      const world = await createLedgerWorld();
      const all = [...openings, ...commands];
      const first = await world.execute(...all);
      const accepted = all.flatMap((command, index) => {
        const result = first[index];
        return result?.status === "accepted" && !result.isRepeat ? [{ command, result }] : [];
      });
      const before = await world.store.dump();
      const again = await world.execute(...accepted.map(({ command }) => command));
      expect(await world.store.dump()).toEqual(before);
      for (const [index, repeat] of again.entries()) {
        expect(repeat).toMatchObject({ status: "accepted", isRepeat: true });
        const { result } = accepted[index] as (typeof accepted)[number];
        if (result.product.type === "document") expect(repeat).toMatchObject({ product: result.product });
      }
    }),
    { numRuns: 100 },
  );
});

test("without overdrafts no balance goes below its credit limit, nor below what is reserved", async () => {
  const careful = histories.map((commands) =>
    commands.filter(
      (command) => !(command.type === "adjust" && command.overdraft === "allow") && !lowersLimit(command),
    ),
  );
  await fc.assert(
    fc.asyncProperty(careful, async (commands) => {
      const world = await createLedgerWorld();
      await world.execute(...openings, ...commands);
      for (const { confirmed, creditLimit, reserved, allotted } of (await world.store.dump()).accounts) {
        expect(confirmed + creditLimit - reserved - allotted).toBeGreaterThanOrEqual(0n);
      }
    }),
    { numRuns: 150 },
  );
});

test("refunds and cancels of a document never exceed it, line by line", async () => {
  await fc.assert(
    fc.asyncProperty(histories, async (commands) => {
      const world = await createLedgerWorld();
      await world.execute(...openings, ...commands);
      const { documents } = await world.store.dump();
      const given = new Map<string, bigint>();
      for (const { reverses, lines } of documents) {
        if (reverses === null) continue;
        for (const [accountId, amount] of JSON.parse(lines) as [string, string][]) {
          const key = `${reverses}/${accountId}`;
          given.set(key, (given.get(key) ?? 0n) + BigInt(amount));
        }
      }
      for (const { id, lines } of documents) {
        for (const [accountId, amount] of JSON.parse(lines) as [string, string][]) {
          const back = given.get(`${id}/${accountId}`) ?? 0n;
          const signed = BigInt(amount);
          expect(signed < 0n ? back <= -signed && back >= 0n : back >= -signed && back <= 0n).toBe(true);
        }
      }
    }),
    { numRuns: 150 },
  );
});

/** A limit that is lowered may leave a balance below it: that is the operator's wish. */
function lowersLimit(command: Command): boolean {
  return command.type === "changeParameters" && command.creditLimit !== undefined;
}

function summary(result: CommandResult): unknown {
  if (result.status === "rejected") return { code: result.error.code, details: result.error.details };
  return { isRepeat: result.isRepeat, product: result.product };
}

/** Everything but the update numbers: one batch gives an account one, however often it changes in it. */
async function contentOf({ store }: LedgerWorld): Promise<unknown> {
  const { accounts, counters, ...rest } = await store.dump();
  return {
    ...rest,
    accounts: accounts.map((account) => ({ ...account, updateNo: 0n })),
    counters: counters.filter(({ name }) => name !== "feed"),
  };
}

/** What accounts hold is the sum of the open reservations. */
async function checkReservations({ store }: LedgerWorld): Promise<void> {
  const { accounts, reservations } = await store.dump();
  const held = new Map<string, bigint>();
  for (const { status, lines } of reservations) {
    if (status !== "open") continue;
    for (const [accountId, amount] of JSON.parse(lines) as [string, string][]) {
      held.set(accountId, (held.get(accountId) ?? 0n) + BigInt(amount));
    }
  }
  for (const { id, reserved } of accounts) expect(reserved).toBe(held.get(id) ?? 0n);
}
