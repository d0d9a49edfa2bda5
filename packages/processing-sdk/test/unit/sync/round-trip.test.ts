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

  test("a balance is right after each page, also of accounts whose page has not come yet", async () => {
    const world = await createSyncWorld({ settings: { pageSize: 1 } });
    for (const id of ["a", "b", "c"]) await openAccount(world.root(), id, 100n);
    const shop = await world.child("shop-1");
    await world.round("shop-1");
    for (const id of ["a", "b", "c"]) await pay(shop, `p-${id}`, id, 7n);
    await shop.sync.runPush();
    await world.root().runSettle();
    for (let page = 0; page < 6; page += 1) {
      await shop.sync.runPull({ maxPages: 1 });
      for (const id of ["a", "b", "c"]) expect(`${page} ${id} ${await shown(shop, id)}`).toBe(`${page} ${id} 93`);
    }
    expect(await world.nodeRecord("shop-1")).toMatchObject({ settled: 3n, isCaughtUp: true });
  });

  test("a document stays part of a balance until the account's own page is there, though the root has settled it", async () => {
    const world = await createSyncWorld({ settings: { pageSize: 1 } });
    for (const id of ["a", "b", "c"]) await openAccount(world.root(), id, 100n);
    const shop = await world.child("shop-1");
    await world.round("shop-1");
    // The first document, and by its last change the last account of the feed.
    for (const id of ["c", "b", "a"]) await pay(shop, `p-${id}`, id, 7n);
    await shop.sync.runPush();
    await world.root().runSettle();
    await world.root().ledger.topUp({ id: "t-1", accountId: "c", amount: 5n });
    const seen: bigint[] = [];
    for (let page = 0; page < 3; page += 1) {
      await shop.sync.runPull({ maxPages: 1 });
      seen.push(await shown(shop, "c"));
    }
    expect(seen).toEqual([93n, 93n, 98n]);
  });

  test("an account that changed between two pages counts the documents of the page that brought it", async () => {
    const world = await createSyncWorld({ settings: { pageSize: 1 } });
    for (const id of ["a", "b"]) await openAccount(world.root(), id, 100n);
    const shop = await world.child("shop-1");
    await world.round("shop-1");
    await pay(shop, "p-1", "a", 1n);
    await pay(shop, "p-2", "b", 1n);
    await shop.sync.runPush();
    await world.root().runSettle({ limit: 1, maxPages: 1 });
    await shop.sync.runPull({ maxPages: 1 });
    await world.root().runSettle();
    await pay(shop, "p-3", "a", 10n);
    await shop.sync.runPull({ maxPages: 1 });
    expect([await shown(shop, "a"), await shown(shop, "b")]).toEqual([89n, 99n]);
    expect((await shop.audit.run()).findings).toEqual([]);
  });
});

describe("answers that come late or twice", () => {
  test("change nothing: a page is taken over only when it continues the cursor", async () => {
    const world = await createSyncWorld({ settings: { pageSize: 1 } });
    for (const id of ["a", "b"]) await openAccount(world.root(), id, 100n);
    const shop = await world.child("shop-1");
    await shop.sync.accept(await world.deliver("shop-1", await shop.sync.createHello()));
    const first = await world.deliver("shop-1", await shop.sync.createPull());
    const again = await world.deliver("shop-1", await shop.sync.createPull());
    expect(await shop.sync.accept(first)).toEqual({ status: "applied", accounts: 1 });
    const second = await world.deliver("shop-1", await shop.sync.createPull());
    expect(await shop.sync.accept(again)).toEqual({ status: "ignored", reason: "stale" });
    expect(await shop.sync.accept(second)).toEqual({ status: "applied", accounts: 1 });
    const before = await world.storeOf("shop-1").dump();
    for (const late of [first, again, second]) {
      expect(await shop.sync.accept(late)).toEqual({ status: "ignored", reason: "stale" });
    }
    expect(await world.storeOf("shop-1").dump()).toEqual(before);
  });

  test("of the beginning do not skip what a child that begins anew has still to pull", async () => {
    const world = await createSyncWorld({ settings: { pageSize: 1 } });
    for (const id of ["a", "b"]) await openAccount(world.root(), id, 100n);
    const shop = await world.child("shop-1");
    await shop.sync.runPull({ maxPages: 1 });
    const second = await world.deliver("shop-1", await shop.sync.createPull());
    await shop.sync.resynchronise();
    expect(await shop.sync.accept(second)).toEqual({ status: "ignored", reason: "stale" });
    await shop.sync.runSync();
    expect([await shown(shop, "a"), await shown(shop, "b")]).toEqual([100n, 100n]);
  });

  test("to greetings count only for the last one: an older one tells of an older root", async () => {
    const world = await createSyncWorld();
    const shop = await world.child("shop-1");
    const late = await world.deliver("shop-1", await shop.sync.createHello());
    const epoch = await world.root().declareRestored();
    const answer = await world.deliver("shop-1", await shop.sync.createHello());
    expect(await shop.sync.accept(answer)).toEqual({ status: "restarted", reason: "new-epoch" });
    expect(await shop.sync.accept(late)).toEqual({ status: "ignored", reason: "unasked" });
    expect(await shop.sync.accept(answer)).toEqual({ status: "ignored", reason: "unasked" });
    expect((await world.nodeRecord("shop-1")).epoch).toBe(epoch);
  });

  test("to pushes never take an acknowledgement back", async () => {
    const world = await createSyncWorld();
    await openAccount(world.root(), "a", 100n);
    const shop = await world.child("shop-1");
    await world.round("shop-1");
    await pay(shop, "p-1", "a", 1n);
    const first = await world.deliver("shop-1", await shop.sync.createPush());
    await pay(shop, "p-2", "a", 1n);
    const second = await world.deliver("shop-1", await shop.sync.createPush());
    await shop.sync.accept(second);
    await shop.sync.accept(first);
    expect(await world.nodeRecord("shop-1")).toMatchObject({ acked: 2n });
  });
});
