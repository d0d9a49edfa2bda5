import type { Envelope } from "@opora/processing-sdk";
import { createMemoryArchive } from "@opora/processing-sdk/testing";
import { describe, expect, test } from "vitest";
import { createSyncWorld, openAccount, pay, shown } from "../../sync-world.js";

describe("a root that was restored from a backup", () => {
  test("gets again what the backup lacks, in the order in which it was", async () => {
    const world = await createSyncWorld();
    await openAccount(world.root(), "a", 100n);
    const shop = await world.child("shop-1");
    await world.round("shop-1");
    await pay(shop, "p-1", "a", 1n);
    await world.round("shop-1");
    const backup = await world.rootStore.dump();
    await pay(shop, "p-2", "a", 2n);
    await world.round("shop-1");
    await pay(shop, "p-3", "a", 3n);

    const root = await world.restartRoot(backup);
    await root.declareRestored();
    const report = await shop.sync.runSync();
    expect(report).toMatchObject({ pushed: 2n, isFinished: true });
    expect(await shop.ledger.account("a")).toMatchObject({ balance: 94n, pending: -5n });
    await world.round("shop-1");
    expect([await shown(root, "a"), await shown(shop, "a")]).toEqual([94n, 94n]);
    expect((await shop.ledger.account("a")).pending).toBe(0n);
    expect((await shop.audit.run()).findings).toEqual([]);
  });

  test("has the accounts of its children unusable until they were pulled again", async () => {
    const world = await createSyncWorld({ settings: { pageSize: 1 } });
    for (const id of ["a", "b", "c"]) await openAccount(world.root(), id, 10n);
    const shop = await world.child("shop-1");
    await world.round("shop-1");
    await world.root().declareRestored();
    await shop.sync.runPull({ maxPages: 1 });
    // One of three pages is there.
    const results = await shop.ledger.batch(
      ["a", "b", "c"].map((accountId) => ({
        type: "pay",
        id: `p-${accountId}`,
        total: 1n,
        currency: "RUB",
        from: { accountId },
      })),
    );
    expect(results.map((result) => (result.status === "rejected" ? result.error.code : "accepted"))).toEqual([
      "accepted",
      "PROCESSING_EPOCH_CHANGED",
      "PROCESSING_EPOCH_CHANGED",
    ]);
    await shop.sync.runPull();
    await pay(shop, "p-again", "c", 1n);
    await world.round("shop-1");
    expect([await shown(shop, "a"), await shown(shop, "c"), await shown(world.root(), "c")]).toEqual([9n, 9n, 9n]);
  });

  test("is not misled by messages of its children to its life before", async () => {
    const world = await createSyncWorld();
    await openAccount(world.root(), "a", 100n);
    const shop = await world.child("shop-1");
    await world.round("shop-1");
    await pay(shop, "p-1", "a", 1n);
    const push = (await shop.sync.createPush()) as Envelope;
    const pull = (await shop.sync.createPull()) as Envelope;
    const late = await world.deliver("shop-1", pull);
    const epoch = await world.root().declareRestored();
    expect(await world.deliver("shop-1", push)).toMatchObject({
      type: "error",
      epoch,
      body: { code: "PROCESSING_EPOCH_CHANGED", retryable: true },
    });
    await shop.sync.runSync();
    expect(await shop.sync.accept(late)).toEqual({ status: "ignored", reason: "stale" });
    await world.round("shop-1");
    expect(await shown(shop, "a")).toBe(99n);
  });

  test("loses nothing of what a child cleaned up, when only confirmed backups are restored", async () => {
    const archive = createMemoryArchive();
    const world = await createSyncWorld({ settings: { backups: "confirmed" }, root: { archive } });
    await openAccount(world.root(), "a", 100n);
    const shop = await world.child("shop-1");
    await world.round("shop-1");
    for (let count = 1; count <= 4; count += 1) await pay(shop, `p-${count}`, "a", 1n);
    await world.round("shop-1");
    await world.root().runArchive();
    world.clock.advance(200 * 86_400_000);
    await shop.sync.runSync();
    expect((await shop.runCleanup()).documents).toBe(0);

    const mark = await world.root().markBackup();
    const backup = await world.rootStore.dump();
    await world.root().confirmBackup(JSON.parse(JSON.stringify(mark)));
    await world.root().confirmBackup(mark);
    await shop.sync.runSync();
    await shop.sync.runPush();
    // The last one stays: it is what the two compare when they greet each other.
    expect((await shop.runCleanup()).documents).toBe(3);
    await pay(shop, "p-5", "a", 1n);
    await world.round("shop-1");

    const root = await world.restartRoot(backup);
    await root.declareRestored();
    await expect(root.confirmBackup(mark)).rejects.toMatchObject({ code: "PROCESSING_EPOCH_CHANGED" });
    await world.round("shop-1");
    await world.round("shop-1");
    expect([await shown(root, "a"), await shown(shop, "a")]).toEqual([95n, 95n]);
    expect((await shop.audit.run()).findings).toEqual([]);
  });

  test("gets what a child still has, and an event says what is lost, when an older backup is restored", async () => {
    const archive = createMemoryArchive();
    const world = await createSyncWorld({ root: { archive } });
    await openAccount(world.root(), "a", 100n);
    const shop = await world.child("shop-1");
    await world.round("shop-1");
    const backup = await world.rootStore.dump();
    for (let count = 1; count <= 4; count += 1) await pay(shop, `p-${count}`, "a", 1n);
    await world.round("shop-1");
    await world.root().runArchive();
    world.clock.advance(200 * 86_400_000);
    await shop.sync.runSync();
    await shop.sync.runSync();
    expect((await shop.runCleanup()).documents).toBe(3);

    const root = await world.restartRoot(backup);
    await root.declareRestored();
    await world.round("shop-1");
    await world.round("shop-1");
    expect([await shown(root, "a"), await shown(shop, "a")]).toEqual([99n, 99n]);
    const events = await shop.events.read();
    expect(events.find(({ type }) => type === "child.backup-too-old")?.data).toMatchObject({
      sentAgain: "1",
      lost: "3",
    });
  });
});

describe("a child that resynchronises", () => {
  test("takes over everything again, in three pages, and its own documents count once throughout", async () => {
    const world = await createSyncWorld({ settings: { pageSize: 1 } });
    for (const id of ["a", "b", "c"]) await openAccount(world.root(), id, 10n);
    const shop = await world.child("shop-1");
    await world.round("shop-1");
    for (const id of ["a", "b", "c"]) await pay(shop, `p-${id}`, id, 1n);
    await shop.sync.runPush();
    await world.root().runSettle();
    await pay(shop, "p-2", "c", 2n);
    await shop.sync.resynchronise();
    for (let page = 0; page < 8; page += 1) {
      await shop.sync.runPull({ maxPages: 1 });
      for (const id of ["a", "b", "c"]) {
        const { balance, available } = await shop.ledger.account(id);
        if (available > 0n) expect(`${id} ${balance}`).toBe(`${id} ${id === "c" ? 7n : 9n}`);
      }
    }
    expect(await shown(shop, "c")).toBe(7n);
    expect((await shop.ledger.account("a")).available).toBe(9n);
  });

  test("releases documents that moved no account at the root a page at a time", async () => {
    const world = await createSyncWorld({ settings: { pageSize: 2, factsOnBlocked: "suspend" } });
    await openAccount(world.root(), "a", 100n);
    const shop = await world.child("shop-1");
    await world.round("shop-1");
    for (let count = 0; count < 7; count += 1) await pay(shop, `p-${count}`, "a", 1n);
    await shop.sync.runPush();
    await world.root().ledger.changeParameters({ id: "block", accountId: "a", blocked: true });
    await shop.sync.runPull();
    await world.root().runSettle();
    const seen: bigint[] = [];
    for (let page = 0; page < 4; page += 1) {
      await shop.sync.runPull({ maxPages: 1 });
      seen.push(await shown(shop, "a"));
    }
    expect(seen).toEqual([95n, 97n, 99n, 100n]);
    expect(await world.nodeRecord("shop-1")).toMatchObject({ settled: 7n, isCaughtUp: true });
  });
});
