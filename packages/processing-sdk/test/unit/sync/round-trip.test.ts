import { describe, expect, test } from "vitest";
import { createSyncWorld, openAccount, pay, shown } from "../../sync-world.js";

describe("a root and its children", () => {
  test("a payment at a child reaches the root and another child", async () => {
    const world = await createSyncWorld();
    await openAccount(world.root(), "a", 100n);
    const first = await world.child("shop-1");
    const second = await world.child("shop-2");
    await world.round("shop-1", "shop-2");
    expect(await shown(first, "a")).toBe(100n);

    await pay(first, "p-1", "a", 30n);
    expect(await shown(first, "a")).toBe(70n);
    await world.round("shop-1", "shop-2");

    expect(await shown(world.root(), "a")).toBe(70n);
    expect(await shown(first, "a")).toBe(70n);
    expect(await shown(second, "a")).toBe(70n);
    expect((await first.ledger.account("a")).pending).toBe(0n);
    expect(await first.sync.runSync()).toEqual({ pushed: 0n, pulled: 0, isFinished: true });
  });

  test("documents that are received and not settled stay part of what the child shows", async () => {
    const world = await createSyncWorld();
    await openAccount(world.root(), "a", 100n);
    const shop = await world.child("shop-1");
    await world.round("shop-1");
    await pay(shop, "p-1", "a", 30n);
    await shop.sync.runPush();
    await world.root().ledger.topUp({ id: "t-1", accountId: "a", amount: 1n });
    await shop.sync.runPull();
    expect(await shown(shop, "a")).toBe(71n);
    await world.round("shop-1");
    expect(await shown(shop, "a")).toBe(71n);
    expect(await world.origin("shop-1")).toMatchObject({ received: 1n, settled: 1n });
    expect(await world.nodeRecord("shop-1")).toMatchObject({ acked: 1n, settled: 1n, isCaughtUp: true });
  });

  test("pages of one come to the same end", async () => {
    const world = await createSyncWorld({ settings: { pageSize: 1, maxPages: 1000 } });
    for (const id of ["a", "b", "c", "d", "e"]) await openAccount(world.root(), id, 100n);
    const shop = await world.child("shop-1");
    await world.round("shop-1");
    for (const id of ["a", "b", "c", "d", "e"]) await pay(shop, `p-${id}`, id, 7n);
    await world.round("shop-1");
    for (const id of ["a", "b", "c", "d", "e"]) {
      expect(await shown(shop, id)).toBe(93n);
      expect((await shop.ledger.account(id)).pending).toBe(0n);
    }
  });
});
