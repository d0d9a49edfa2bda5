import { describe, expect, test } from "vitest";
import { createSyncWorld, openAccount, pay, shown } from "../../sync-world.js";

async function createShops(more: object) {
  const world = await createSyncWorld();
  await openAccount(world.root(), "a", 100n, more);
  const first = await world.child("shop-1");
  const second = await world.child("shop-2");
  await world.round("shop-1", "shop-2");
  return { world, root: world.root(), first, second };
}

const short = { code: "PROCESSING_INSUFFICIENT_FUNDS" };

describe("an account of which each child may spend what was allotted to it", () => {
  test("is never overdrawn, whatever children do without a connection", async () => {
    const { world, root, first, second } = await createShops({ spendMode: "allotment" });
    await root.ledger.allot({ id: "g-1", accountId: "a", nodeId: "shop-1", amount: 60n });
    await root.ledger.allot({ id: "g-2", accountId: "a", nodeId: "shop-2", amount: 30n });
    await world.round("shop-1", "shop-2");
    expect((await first.ledger.account("a")).available).toBe(60n);
    expect((await second.ledger.account("a")).available).toBe(30n);

    await pay(first, "p-1", "a", 60n);
    await expect(pay(first, "p-2", "a", 1n)).rejects.toMatchObject(short);
    await pay(second, "p-3", "a", 30n);
    await expect(pay(root, "p-4", "a", 11n)).rejects.toMatchObject(short);
    await pay(root, "p-5", "a", 10n);
    await world.round("shop-1", "shop-2");
    expect(await shown(root, "a")).toBe(0n);
    for (const shop of [first, second])
      expect(await shop.ledger.account("a")).toMatchObject({ balance: 0n, available: 0n });
  });

  test("gives a child the right to what it credited itself, at once", async () => {
    const { world, first } = await createShops({ spendMode: "allotment" });
    await first.ledger.topUp({ id: "t-1", accountId: "a", amount: 15n });
    expect((await first.ledger.account("a")).available).toBe(15n);
    await world.round("shop-1");
    expect((await first.ledger.account("a")).available).toBe(15n);
    await pay(first, "p-1", "a", 15n);
    await world.round("shop-1", "shop-2");
    expect(await shown(world.root(), "a")).toBe(100n);
  });
});

describe("an account with a limit for what is not settled", () => {
  test("takes no more offline, and more again once the root has settled", async () => {
    const { world, first } = await createShops({ spendMode: { limit: 25n } });
    await pay(first, "p-1", "a", 20n);
    await expect(pay(first, "p-2", "a", 6n)).rejects.toMatchObject(short);
    await first.ledger.topUp({ id: "t-1", accountId: "a", amount: 10n });
    await expect(pay(first, "p-3", "a", 6n)).rejects.toMatchObject(short);
    await world.round("shop-1");
    await pay(first, "p-4", "a", 25n);
    await world.round("shop-1");
    expect(await shown(world.root(), "a")).toBe(65n);
  });
});

describe("an account that is spent against reservations of the root", () => {
  test("is reserved online and captured offline", async () => {
    const { world, root, first, second } = await createShops({ spendMode: "reserve" });
    await expect(pay(first, "p-1", "a", 1n)).rejects.toMatchObject({ code: "PROCESSING_RESERVATION_REQUIRED" });
    const reserve = {
      id: "r-1",
      total: 70n,
      currency: "RUB",
      from: { accountId: "a" },
      expiresAt: new Date("2026-01-15T10:00:00Z"),
    };
    const reservation = await first.ledger.reserve(reserve);
    expect(reservation).toMatchObject({ status: "open", nodeId: "shop-1", total: 70n });
    expect(await first.ledger.reserve(reserve)).toEqual(reservation);
    expect((await root.ledger.account("a")).available).toBe(30n);
    await expect(second.ledger.reserve({ ...reserve, id: "r-2", total: 31n })).rejects.toMatchObject(short);

    await first.ledger.capture({ id: "c-1", reservationId: "r-1", amount: 50n });
    await world.round("shop-1", "shop-2");
    expect(await root.ledger.account("a")).toMatchObject({ balance: 50n, available: 50n, reserved: 0n });
    expect(await shown(first, "a")).toBe(50n);
  });

  test("is free again when the reservation was released, or its time is over", async () => {
    const { world, root, first } = await createShops({ spendMode: "reserve" });
    const reserve = { currency: "RUB", from: { accountId: "a" }, expiresAt: new Date("2026-01-15T10:00:00Z") };
    await first.ledger.reserve({ ...reserve, id: "r-1", total: 60n });
    await first.ledger.release({ id: "x-1", reservationId: "r-1" });
    expect((await root.ledger.account("a")).available).toBe(100n);
    await first.ledger.reserve({ ...reserve, id: "r-2", total: 60n });
    world.clock.advance(2 * 3_600_000);
    expect(await root.runExpireReservations()).toEqual({ expired: 1, isFinished: true });
    expect(await first.runExpireReservations()).toEqual({ expired: 1, isFinished: true });
    expect((await root.ledger.account("a")).available).toBe(100n);
    expect((await first.ledger.account("a")).reserved).toBe(0n);
  });

  test("cannot be released by another child", async () => {
    const { root, first, second } = await createShops({ spendMode: "reserve" });
    const expiresAt = new Date("2026-01-15T10:00:00Z");
    await first.ledger.reserve({ id: "r-1", total: 60n, currency: "RUB", from: { accountId: "a" }, expiresAt });
    await expect(second.ledger.release({ id: "x-1", reservationId: "r-1" })).rejects.toMatchObject({
      code: "PROCESSING_RESERVATION_NOT_FOUND",
    });
    expect((await root.ledger.account("a")).available).toBe(40n);
  });
});

describe("documents of other centres", () => {
  test("are refunded by the root when a child is asked for it, once however often it is asked", async () => {
    const { world, root, first, second } = await createShops({});
    await pay(first, "p-1", "a", 40n);
    await world.round("shop-1", "shop-2");
    const refund = { id: "r-1", documentId: "p-1", amount: 15n };
    const document = await second.ledger.refund(refund);
    expect(document).toMatchObject({ kind: "refund", total: 15n, contra: "node:shop-2" });
    expect(await second.ledger.refund(refund)).toEqual(document);
    expect(await second.ledger.document("p-1")).toMatchObject({ id: "p-1", kind: "payment" });
    await world.round("shop-1", "shop-2");
    for (const node of [root, first, second]) expect(await shown(node, "a")).toBe(75n);
  });
});

describe("local accounts of a child", () => {
  test("go to no other node; their documents go up for the archive, and hold up nothing", async () => {
    const { world, root, first, second } = await createShops({});
    await first.ledger.open({ id: "till", customerId: "c", kind: "bonus", currency: "RUB", scope: "local" });
    await first.ledger.topUp({ id: "t-1", accountId: "till", amount: 9n });
    await pay(first, "p-1", "a", 1n);
    await world.round("shop-1", "shop-2");
    expect(await shown(first, "till")).toBe(9n);
    expect((await first.ledger.account("till")).pending).toBe(0n);
    expect(await root.ledger.document("t-1")).toMatchObject({ state: "archiveOnly" });
    await expect(second.ledger.account("till")).rejects.toMatchObject({ code: "PROCESSING_ACCOUNT_NOT_FOUND" });
    expect(await shown(root, "a")).toBe(99n);
    expect(await world.nodeRecord("shop-1")).toMatchObject({ settled: 2n });
  });

  test("may be in one document with global ones: the root moves those only", async () => {
    const { world, root, first } = await createShops({});
    await first.ledger.open({ id: "till", customerId: "c", kind: "bonus", currency: "RUB", scope: "local" });
    await first.ledger.transfer({ id: "x-1", from: "a", to: "till", amount: 30n });
    await world.round("shop-1");
    expect([await shown(root, "a"), await shown(first, "a"), await shown(first, "till")]).toEqual([70n, 70n, 30n]);
    await expect(root.ledger.account("till")).rejects.toMatchObject({ code: "PROCESSING_ACCOUNT_NOT_FOUND" });
    expect((await first.audit.run()).findings).toEqual([]);
    expect((await root.audit.run()).findings).toEqual([]);
  });

  test("keep their id when the root opens an account with it", async () => {
    const { world, root, first } = await createShops({});
    await first.ledger.open({ id: "till", customerId: "c", kind: "bonus", currency: "RUB", scope: "local" });
    await openAccount(root, "till", 50n);
    await world.round("shop-1");
    expect(await first.ledger.account("till")).toMatchObject({ scope: "local", balance: 0n });
    expect((await first.events.read()).map(({ type }) => type)).toContain("child.account-id-taken");
  });
});
