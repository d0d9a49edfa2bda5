import type { Envelope } from "@opora/processing-sdk";
import { createMemoryArchive } from "@opora/processing-sdk/testing";
import { describe, expect, test } from "vitest";
import { createSyncWorld, openAccount, pay, type SyncWorld, shown } from "../../sync-world.js";

/** A root with an account of 100 and a child that knows it. */
async function createShop(options: Parameters<typeof createSyncWorld>[0] = {}) {
  const world = await createSyncWorld(options);
  await openAccount(world.root(), "a", 100n);
  const shop = await world.child("shop-1");
  await shop.sync.runSync();
  return { world, shop };
}

async function pushWithoutAnswer(world: SyncWorld, nodeId: string): Promise<Envelope> {
  const { sync } = await world.child(nodeId);
  return world.deliver(nodeId, await sync.createPush());
}

describe("the resolutions of the seed's gaps", () => {
  test("A5: the cursor never passes the root's numbers, so that later changes are not missed", async () => {
    const { world, shop } = await createShop();
    const { feed } = await counters(world);
    expect(JSON.parse((await world.nodeRecord("shop-1")).cursor)).toEqual({ 0: String(feed) });
    for (let count = 0; count < 5; count += 1) {
      await world.root().ledger.topUp({ id: `t-${count}`, accountId: "a", amount: 1n });
      await shop.sync.runPull();
    }
    expect(await shown(shop, "a")).toBe(105n);
  });

  test("A6: a child that is ahead of the root halts, raises an event, and stays halted after a restart", async () => {
    const { world, shop } = await createShop();
    const backup = await world.rootStore.dump();
    await world.root().ledger.topUp({ id: "t-1", accountId: "a", amount: 1n });
    await shop.sync.runPull();
    await world.restartRoot(backup);

    await expect(shop.sync.runPull()).rejects.toMatchObject({ code: "PROCESSING_CURSOR_AHEAD" });
    // The root has reached the child's number again: the danger is not over.
    await world.root().ledger.topUp({ id: "t-2", accountId: "a", amount: 5n });
    const restarted = await world.restartChild("shop-1");
    await expect(restarted.sync.runSync()).rejects.toMatchObject({ code: "PROCESSING_CURSOR_AHEAD" });
    const events = await restarted.events.read();
    expect(events.map(({ type }) => type)).toContain("child.halted");

    await world.root().declareRestored();
    await restarted.sync.resynchronise();
    await restarted.sync.runSync();
    expect(await shown(restarted, "a")).toBe(105n);
  });

  test("A7, A8: a row of the root does not bring back money that was spent here", async () => {
    const world = await createSyncWorld();
    await openAccount(world.root(), "a", 30n);
    const shop = await world.child("shop-1");
    await shop.sync.runSync();
    await pay(shop, "p-1", "a", 30n);
    await world.root().ledger.topUp({ id: "t-1", accountId: "a", amount: 1n });
    await shop.sync.runSync();
    expect(await shown(shop, "a")).toBe(1n);
    await expect(pay(shop, "p-2", "a", 31n)).rejects.toMatchObject({ code: "PROCESSING_INSUFFICIENT_FUNDS" });
    await world.round("shop-1");
    expect([await shown(shop, "a"), await shown(world.root(), "a")]).toEqual([1n, 1n]);
  });

  test("A9: what is received is not sent again, and counts here until it is settled", async () => {
    const { world, shop } = await createShop();
    await pay(shop, "p-1", "a", 40n);
    await shop.sync.runPush();
    await shop.sync.runPull();
    expect(await shop.sync.createPush()).toBeUndefined();
    expect(await shop.ledger.account("a")).toMatchObject({ balance: 60n, pending: -40n });
    await world.round("shop-1");
    expect(await shop.ledger.account("a")).toMatchObject({ balance: 60n, pending: 0n });
  });

  test("A10: a document whose acknowledgement was lost is not booked twice, however late it comes again", async () => {
    const { world, shop } = await createShop();
    await pay(shop, "p-1", "a", 40n);
    const late = await shop.sync.createPush();
    await world.deliver("shop-1", late);
    await world.root().runSettle();
    world.clock.advance(400 * 86_400_000);
    await world.root().runCleanup();
    await world.deliver("shop-1", late);
    await world.round("shop-1");
    expect(await shown(world.root(), "a")).toBe(60n);
    expect(await world.origin("shop-1")).toMatchObject({ received: 1n, settled: 1n });
  });

  test("A11: a payment repeated at another centre is booked once, and both centres come to the same balance", async () => {
    const { world, shop } = await createShop();
    const other = await world.child("shop-2");
    await world.round("shop-2");
    await pay(shop, "p-1", "a", 40n);
    await pay(other, "p-1", "a", 40n);
    await world.round("shop-1");
    await world.round("shop-2");
    await world.round("shop-1", "shop-2");
    for (const node of [world.root(), shop, other]) expect(await shown(node, "a")).toBe(60n);
    expect((await world.root().events.read()).map(({ type }) => type)).toContain("document.duplicate");
  });

  test("A11: another payment with the same id goes to suspense, hinders nothing, and is undone at its centre", async () => {
    const { world, shop } = await createShop();
    const other = await world.child("shop-2");
    await world.round("shop-2");
    await pay(shop, "p-1", "a", 40n);
    await pay(other, "p-1", "a", 10n);
    await pay(other, "p-2", "a", 1n);
    await world.round("shop-1", "shop-2");
    await world.round("shop-1", "shop-2");
    for (const node of [world.root(), shop, other]) expect(await shown(node, "a")).toBe(59n);
    const [suspension] = await world.root().suspensions();
    expect(suspension).toMatchObject({ reason: "conflict", subject: "p-1", amount: -10n });
  });

  test("A12: a sale at a child is booked although the account was blocked meanwhile", async () => {
    const { world, shop } = await createShop();
    await pay(shop, "p-1", "a", 40n);
    await world.root().ledger.changeParameters({ id: "block", accountId: "a", blocked: true });
    await world.round("shop-1");
    expect([await shown(world.root(), "a"), await shown(shop, "a")]).toEqual([60n, 60n]);
  });

  test("A12: where blocked accounts take no debits, the sale is suspended, and redriven once they do", async () => {
    const { world, shop } = await createShop({ settings: { factsOnBlocked: "suspend" } });
    await pay(shop, "p-1", "a", 40n);
    await pay(shop, "p-2", "a", 1n);
    await world.root().ledger.changeParameters({ id: "block", accountId: "a", blocked: true });
    await world.round("shop-1");
    expect([await shown(world.root(), "a"), await shown(shop, "a")]).toEqual([100n, 100n]);
    expect(await world.root().suspensions()).toHaveLength(2);
    expect((await world.origin("shop-1")).settled).toBe(2n);

    await world.root().ledger.changeParameters({ id: "unblock", accountId: "a", blocked: false });
    const document = await world.root().redrive("p-1");
    expect(await world.root().redrive("p-1")).toEqual(document);
    expect(await world.root().runRedrive()).toEqual({ redriven: 1, refused: 0, isFinished: true });
    await world.round("shop-1");
    expect([await shown(world.root(), "a"), await shown(shop, "a")]).toEqual([59n, 59n]);
  });

  test("A12: a document for an account that is closed meanwhile can be redriven to another one", async () => {
    const { world, shop } = await createShop();
    await openAccount(world.root(), "b", 0n);
    await pay(shop, "p-1", "a", 40n);
    await world.root().ledger.changeParameters({ id: "close", accountId: "a", closed: true, sweepTo: "b" });
    await world.round("shop-1");
    expect(await world.root().runRedrive()).toEqual({ redriven: 0, refused: 1, isFinished: true });
    await world.root().redrive("p-1", { replace: { a: "b" } });
    await world.round("shop-1");
    expect([await shown(world.root(), "b"), await shown(shop, "b"), await shown(shop, "a")]).toEqual([60n, 60n, 0n]);
  });

  test("A13: a document that lost a line on its way is kept for people and hinders none behind it", async () => {
    const { world, shop } = await createShop();
    await pay(shop, "p-1", "a", 1n);
    await pay(shop, "p-2", "a", 2n);
    const push = (await shop.sync.createPush()) as Envelope;
    const documents = (push.body["documents"] as { lines: unknown[] }[]).map((document, index) =>
      index === 0 ? { ...document, lines: [] } : document,
    );
    await world.deliver("shop-1", { ...push, body: { ...push.body, documents } as never });
    await world.round("shop-1");
    expect(await shown(world.root(), "a")).toBe(98n);
    expect(await shown(shop, "a")).toBe(98n);
    expect(await world.root().suspensions()).toMatchObject([{ reason: "malformed", subject: "p-1", originSeq: 1n }]);
  });

  test("A13: a push in which a document has lost its id is refused as a whole", async () => {
    const { world, shop } = await createShop();
    await pay(shop, "p-1", "a", 1n);
    const push = (await shop.sync.createPush()) as Envelope;
    const [{ id: _, ...document }] = push.body["documents"] as [{ id: string }];
    const answer = await world.deliver("shop-1", { ...push, body: { ...push.body, documents: [document] } as never });
    expect(answer).toMatchObject({ type: "error", body: { code: "PROCESSING_MALFORMED_DOCUMENT" } });
    expect((await world.origin("shop-1")).received).toBe(0n);
  });

  test("A14: two processes that settle at once book each document once", async () => {
    const { world, shop } = await createShop();
    for (let count = 0; count < 20; count += 1) await pay(shop, `p-${count}`, "a", 1n);
    await shop.sync.runPush();
    const first = world.root();
    const second = await world.restartRoot();
    const reports = await Promise.all([first.runSettle({ limit: 3 }), second.runSettle({ limit: 3 })]);
    await second.runSettle();
    expect(await shown(second, "a")).toBe(80n);
    expect(reports.map(({ outcomes }) => outcomes.duplicate)).toEqual([0, 0]);
  });

  test("A16: a child deletes only what the root has for good, whatever its clock says", async () => {
    const { world, shop } = await createShop();
    await pay(shop, "p-1", "a", 1n);
    await pay(shop, "p-2", "a", 1n);
    world.clock.advance(1000 * 86_400_000);
    expect((await shop.runCleanup()).documents).toBe(0);
    await world.round("shop-1");
    expect((await shop.runCleanup()).documents).toBe(0);
    expect(await shown(shop, "a")).toBe(98n);
  });

  test("A30: an account that changes while pages are read is not missed", async () => {
    const world = await createSyncWorld();
    for (const id of ["a", "b", "c"]) await openAccount(world.root(), id, 10n);
    const shop = await world.child("shop-1");
    await shop.sync.runPull({ limit: 1, maxPages: 1 });
    await world.root().ledger.topUp({ id: "t-1", accountId: "c", amount: 5n });
    await world.root().ledger.topUp({ id: "t-2", accountId: "a", amount: 5n });
    await shop.sync.runPull({ limit: 1 });
    expect([await shown(shop, "a"), await shown(shop, "b"), await shown(shop, "c")]).toEqual([15n, 10n, 15n]);
  });

  test("A33: documents are settled in the order in which the child made them", async () => {
    const { world, shop } = await createShop();
    await pay(shop, "p-1", "a", 40n);
    await shop.ledger.refund({ id: "r-1", documentId: "p-1" });
    await pay(shop, "p-2", "a", 100n);
    for (let count = 0; count < 3; count += 1) {
      await shop.sync.runPush({ limit: 1, maxPages: 1 });
      await world.root().runSettle({ limit: 1, maxPages: 1 });
    }
    const { documents } = await world.rootStore.dump();
    const own = documents
      .filter(({ originSeq }) => originSeq !== null)
      .sort((left, right) => Number(left.no - right.no));
    expect(own.map(({ id }) => id)).toEqual(["p-1", "r-1", "p-2"]);
    expect((await world.root().ledger.history({ accountId: "a" })).map(({ balanceAfter }) => balanceAfter)).toEqual([
      0n,
      100n,
      60n,
      100n,
    ]);
  });
});

describe("A36: a child that was restored from a backup", () => {
  test("finds that out when the root knows documents that it does not", async () => {
    const { world, shop } = await createShop();
    await pay(shop, "p-1", "a", 10n);
    await world.round("shop-1");
    const backup = await world.storeOf("shop-1").dump();
    await pay(shop, "p-2", "a", 20n);
    await world.round("shop-1");

    const restored = await world.restartChild("shop-1", backup);
    await restored.sync.runSync();
    await world.round("shop-1");
    expect([await shown(world.root(), "a"), await shown(restored, "a")]).toEqual([70n, 70n]);
    expect((await restored.events.read()).map(({ type }) => type)).toContain("child.origin-regressed");
  });

  test("finds that out although what it had lost was asked for again, under the old number", async () => {
    const { world, shop } = await createShop();
    await pay(shop, "p-1", "a", 10n);
    await world.round("shop-1");
    const backup = await world.storeOf("shop-1").dump();
    await pay(shop, "p-2", "a", 20n);
    await pay(shop, "p-3", "a", 30n);
    await world.round("shop-1");

    const restored = await world.restartChild("shop-1", backup);
    await pay(restored, "p-4", "a", 4n);
    await pay(restored, "p-3", "a", 30n);
    await world.round("shop-1");
    await world.round("shop-1");
    const { documents } = await world.rootStore.dump();
    expect(documents.map(({ id }) => id).sort()).toEqual(["first a", "p-1", "p-2", "p-3", "p-4"]);
    expect([await shown(world.root(), "a"), await shown(restored, "a")]).toEqual([36n, 36n]);
  });

  test("sends again what it did since under a new origin, each document booked once", async () => {
    const { world, shop } = await createShop();
    await pay(shop, "p-1", "a", 10n);
    const backup = await world.storeOf("shop-1").dump();
    await pay(shop, "p-2", "a", 20n);
    await world.round("shop-1");

    const restored = await world.restartChild("shop-1", backup);
    // Offline after the restore: the numbers of p-2 are given to others.
    await pay(restored, "p-3", "a", 3n);
    await pay(restored, "p-4", "a", 4n);
    await restored.sync.runSync();
    await expect(pay(restored, "p-5", "a", 1n)).rejects.toMatchObject({
      code: "PROCESSING_EPOCH_CHANGED",
      retryable: true,
    });
    await world.round("shop-1");
    await pay(restored, "p-6", "a", 6n);
    await world.round("shop-1");
    const { documents } = await world.rootStore.dump();
    expect(documents.map(({ id }) => id).sort()).toEqual(["first a", "p-1", "p-2", "p-3", "p-4", "p-6"]);
    expect([await shown(world.root(), "a"), await shown(restored, "a")]).toEqual([57n, 57n]);
    expect((await restored.ledger.account("a")).pending).toBe(0n);
  });

  test("takes no notice of answers that are for its life before", async () => {
    const { world, shop } = await createShop();
    const backup = await world.storeOf("shop-1").dump();
    await pay(shop, "p-1", "a", 10n);
    const pushAnswer = await pushWithoutAnswer(world, "shop-1");
    await world.root().runSettle();
    const pullAnswer = await world.deliver("shop-1", await shop.sync.createPull());

    const restored = await world.restartChild("shop-1", backup);
    await pay(restored, "p-2", "a", 20n);
    expect(await restored.sync.accept(pullAnswer)).toEqual({ status: "restarted", reason: "origin-regressed" });
    expect(await restored.sync.accept(pushAnswer)).toEqual({ status: "ignored", reason: "stale" });
    await world.round("shop-1");
    await world.round("shop-1");
    expect([await shown(world.root(), "a"), await shown(restored, "a")]).toEqual([70n, 70n]);
  });

  test("does not have a document in conflict suspended again when it sends it under a new origin", async () => {
    const { world, shop } = await createShop();
    const other = await world.child("shop-2");
    await world.round("shop-2");
    await pay(other, "p-1", "a", 40n);
    await world.round("shop-2");
    await pay(shop, "p-1", "a", 10n);
    await world.round("shop-1");
    await shop.sync.declareRestored();
    await world.round("shop-1");
    await world.round("shop-1");
    expect(await world.root().suspensions()).toMatchObject([{ reason: "conflict", amount: -10n }]);
    expect([await shown(world.root(), "a"), await shown(shop, "a")]).toEqual([60n, 60n]);
    expect((await world.root().audit.run()).findings).toEqual([]);
  });

  test("is refused when a message of its life before arrived after its greeting", async () => {
    const { world, shop } = await createShop();
    const backup = await world.storeOf("shop-1").dump();
    await pay(shop, "p-1", "a", 10n);
    const late = await shop.sync.createPush();
    const restored = await world.restartChild("shop-1", backup);
    await restored.sync.accept(await world.deliver("shop-1", await restored.sync.createHello()));
    await pay(restored, "p-2", "a", 20n);
    await pay(restored, "p-3", "a", 30n);
    await world.deliver("shop-1", late);
    const answer = await world.deliver("shop-1", await restored.sync.createPush());
    expect(answer).toMatchObject({ type: "error", body: { code: "PROCESSING_ORIGIN_REGRESSED" } });
    expect((await world.origin("shop-1")).received).toBe(1n);
    expect(await restored.sync.accept(answer)).toEqual({ status: "restarted", reason: "origin-regressed" });
    await world.round("shop-1");
    expect([await shown(world.root(), "a"), await shown(restored, "a")]).toEqual([40n, 40n]);
  });

  test("counts its new documents, whose numbers begin anew, beside rows that knew the old ones", async () => {
    const { world, shop } = await createShop({ root: { archive: createMemoryArchive() } });
    for (let count = 0; count < 5; count += 1) await pay(shop, `p-${count}`, "a", 1n);
    await world.round("shop-1");
    await world.root().runArchive();
    await shop.sync.runSync();
    await shop.sync.declareRestored();
    expect(await world.nodeRecord("shop-1")).toMatchObject({ sequenceBase: 5n, resyncThrough: 0n });
    await shop.sync.runSync();
    await pay(shop, "p-new", "a", 10n);
    await world.root().ledger.topUp({ id: "t-1", accountId: "a", amount: 1n });
    await shop.sync.runPull();
    expect(await shown(shop, "a")).toBe(86n);
    await world.round("shop-1");
    expect([await shown(world.root(), "a"), await shown(shop, "a")]).toEqual([86n, 86n]);
  });

  test("can be told so before it ever met its root", async () => {
    const world = await createSyncWorld();
    await openAccount(world.root(), "a", 100n);
    const shop = await world.child("shop-1");
    await shop.sync.declareRestored();
    await shop.sync.resynchronise();
    expect(await shop.sync.createPull()).toBeUndefined();
    await shop.sync.runSync();
    expect(await shown(shop, "a")).toBe(100n);
  });

  test("can be told so by its operator", async () => {
    const { world } = await createShop();
    const backup = await world.storeOf("shop-1").dump();
    const restored = await world.restartChild("shop-1", backup);
    const before = await world.nodeRecord("shop-1");
    await restored.sync.declareRestored();
    await world.round("shop-1");
    expect((await world.nodeRecord("shop-1")).incarnation).not.toBe(before.incarnation);
    expect(await shown(restored, "a")).toBe(100n);
  });
});

async function counters(world: SyncWorld): Promise<Record<string, bigint>> {
  const { counters: all } = await world.rootStore.dump();
  return Object.fromEntries(all.map(({ name, value }) => [name, value]));
}
