import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createCustomerTotals } from "../../../src/totals/create-customer-totals.js";
import type { LoyaltyClub } from "../../../src/totals/customer-totals.js";
import type { LedgerWorld } from "../../ledger-world.js";
import { createRootWithAccounts } from "../../services-world.js";

const topUp = (id: string, accountId: string, amount: bigint) => ({ type: "topUp", id, accountId, amount }) as const;

function totalsOf(
  { storage, context }: LedgerWorld,
  clubs: readonly LoyaltyClub[] = [{ id: "club" }],
  consumer = "crm",
) {
  return createCustomerTotals({ storage, context, clubs, consumer });
}

describe("customer totals", () => {
  test("are the sums of the bonus and saving accounts of a customer in a club", async () => {
    const world = await createRootWithAccounts();
    const totals = totalsOf(world);
    await world.execute(topUp("t1", "a-bonus", 5n), topUp("t2", "a-saving", 7n), topUp("t3", "a-pay", 100n));

    expect(await totals.run()).toEqual({ accounts: 4, totals: 1, isCaughtUp: true });
    expect(await totals.run()).toEqual({ accounts: 0, totals: 0, isCaughtUp: true });

    expect(await totals.takeDirty()).toEqual([
      {
        clubId: "club",
        customerId: "anna",
        currency: "RUB",
        total: 12n,
        byKind: { bonus: 5n, saving: 7n },
        version: 1n,
        changedAt: world.clock.now(),
      },
    ]);
  });

  test("are handed over until they are confirmed, and again when they change", async () => {
    const world = await createRootWithAccounts();
    const totals = totalsOf(world);
    await world.execute(topUp("t1", "a-bonus", 5n));
    await totals.run();
    const taken = await totals.takeDirty();
    expect(await totals.takeDirty()).toEqual(taken);

    expect(await totals.confirm(taken)).toBe(1);
    expect(await totals.takeDirty()).toEqual([]);
    expect(await totals.confirm(taken)).toBe(0);
    await world.execute(topUp("t2", "a-bonus", 5n));
    await totals.run();

    expect(await totals.takeDirty()).toMatchObject([{ total: 10n, version: 2n }]);
  });

  test("that change between being taken and being confirmed are not lost", async () => {
    const world = await createRootWithAccounts();
    const totals = totalsOf(world);
    await world.execute(topUp("t1", "a-bonus", 5n));
    await totals.run();
    const taken = await totals.takeDirty();
    await world.execute(topUp("t2", "a-bonus", 5n));
    await totals.run();

    expect(await totals.confirm(taken)).toBe(0);
    expect(await totals.takeDirty()).toMatchObject([{ total: 10n }]);
  });

  test("do not change by what moves on other accounts, or back and forth between two runs", async () => {
    const world = await createRootWithAccounts();
    const totals = totalsOf(world);
    await world.execute(topUp("t1", "a-bonus", 5n));
    await totals.run();
    await totals.confirm(await totals.takeDirty());
    await world.execute(topUp("t2", "a-pay", 5n), topUp("t3", "a-bonus", 5n), {
      type: "cancel",
      id: "c1",
      documentId: "t3",
    });

    expect(await totals.run()).toMatchObject({ totals: 0 });
    expect(await totals.takeDirty()).toEqual([]);
  });

  test("have a cursor for each club and each consumer", async () => {
    const world = await createRootWithAccounts();
    const clubs: readonly LoyaltyClub[] = [
      { id: "all", kinds: ["payment", "bonus", "saving"] },
      { id: "boris-only", kinds: ["payment"], includes: ({ customerId }) => customerId === "boris" },
    ];
    await world.execute(topUp("t1", "a-bonus", 5n), topUp("t2", "b-pay", 3n));
    await totalsOf(world, clubs.slice(0, 1)).run();

    expect(await totalsOf(world, clubs).run()).toEqual({ accounts: 4, totals: 1, isCaughtUp: true });
    expect(await totalsOf(world, clubs, "other").run()).toEqual({ accounts: 8, totals: 3, isCaughtUp: true });

    const dirty = await totalsOf(world, clubs).takeDirty();
    expect(dirty.map(({ clubId, customerId, total }) => [clubId, customerId, total])).toEqual([
      ["all", "anna", 5n],
      ["all", "boris", 3n],
      ["boris-only", "boris", 3n],
    ]);
    expect(await totalsOf(world, clubs).takeDirty({ after: dirty[0] as never, limit: 1 })).toEqual([dirty[1]]);
  });

  test("go to nothing when no account belongs to the club any more", async () => {
    const world = await createRootWithAccounts();
    const clubs: readonly LoyaltyClub[] = [{ id: "club", includes: ({ description }) => description !== "left" }];
    const totals = totalsOf(world, clubs);
    await world.execute(topUp("t1", "a-bonus", 5n));
    await totals.run();
    await world.execute(
      { type: "changeParameters", id: "c1", accountId: "a-bonus", description: "left" },
      { type: "changeParameters", id: "c2", accountId: "a-saving", description: "left" },
    );
    await totals.run();

    expect(await totals.find({ clubId: "club", customerId: "anna", currency: "RUB" })).toMatchObject({
      total: 0n,
      byKind: {},
      version: 2n,
    });
  });

  test("refuse clubs that share an id, and wrong options", () => {
    const invalid = expect.objectContaining({ code: "PROCESSING_OPTIONS_INVALID" });
    const parts = { storage: {} as never, context: {} as never };

    expect(() => createCustomerTotals({ ...parts, clubs: [{ id: "x" }, { id: "x" }] })).toThrow(invalid);
    expect(() => createCustomerTotals({ ...parts, clubs: [] })).toThrow(invalid);
    expect(() => createCustomerTotals({ ...parts, clubs: [{ id: "x" }], club: 1 } as never)).toThrow(invalid);
  });

  test("equal the sums over all accounts, whatever happened and however runs, hand-overs and deaths fell between", async () => {
    const step = fc.oneof(
      fc.record({
        what: fc.constant("topUp" as const),
        account: fc.constantFrom("a-bonus", "a-saving", "b-bonus"),
        amount: fc.bigInt({ min: 1n, max: 50n }),
      }),
      fc.record({ what: fc.constantFrom("run" as const, "page" as const, "take" as const, "confirm" as const) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 30 }), fc.constantFrom(1, 4), async (steps, shards) => {
        const world = await createRootWithAccounts({ rules: { shards } });
        await world.execute({ type: "open", id: "b-bonus", customerId: "boris", kind: "bonus", currency: "RUB" });
        const totals = totalsOf(world);
        const known = new Map<string, bigint>();
        let taken = await totals.takeDirty();
        for (const [index, one] of steps.entries()) {
          if (one.what === "topUp") await world.execute(topUp(`t${index}`, one.account, one.amount));
          else if (one.what === "run") await totals.run();
          else if (one.what === "page") await totals.run({ limit: 1, maxPages: 1 });
          else if (one.what === "take") taken = await totals.takeDirty();
          else {
            for (const { customerId, total } of taken) known.set(customerId, total);
            await totals.confirm(taken);
          }
        }
        await totals.run();
        for (const { customerId, total } of await totals.takeDirty()) known.set(customerId, total);

        const sums = new Map<string, bigint>();
        for (const { customerId, kind, confirmed } of (await world.store.dump()).accounts) {
          if (kind !== "payment") sums.set(customerId, (sums.get(customerId) ?? 0n) + confirmed);
        }
        expect(known).toEqual(sums);
      }),
      { numRuns: 60 },
    );
  });
});
