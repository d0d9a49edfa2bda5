import { beforeEach, expect, test } from "vitest";
import { checkConservation, createLedgerWorld, type LedgerWorld } from "../../ledger-world.js";

let world: LedgerWorld;

beforeEach(async () => {
  world = await createLedgerWorld();
  const { ledger } = world;
  await ledger.open({ id: "a", customerId: "anna", kind: "payment", currency: "RUB" });
  await ledger.open({ id: "b", customerId: "anna", kind: "payment", currency: "RUB" });
  await ledger.topUp({ id: "t", accountId: "a", amount: 100n });
});

test("an opened account is as it was asked for", async () => {
  const account = await world.ledger.open({
    id: "c",
    customerId: "anna",
    kind: "cash-back",
    currency: "BONUS",
    creditLimit: 5n,
    description: "gift",
    spendMode: { limit: 7n },
  });
  expect(account).toEqual({
    id: "c",
    customerId: "anna",
    kind: "cash-back",
    currency: "BONUS",
    scope: "global",
    balance: 0n,
    available: 5n,
    pending: 0n,
    reserved: 0n,
    creditLimit: 5n,
    blocked: false,
    closed: false,
    description: "gift",
    spendMode: { limit: 7n },
    revision: 1n,
  });
  expect((await world.ledger.accountsOf("anna")).map(({ id }) => id)).toEqual(["a", "b", "c"]);
});

test("a change counts the revision, and is refused for another one than expected", async () => {
  const changed = await world.ledger.changeParameters({ id: "c1", accountId: "a", creditLimit: 9n, ifRevision: 1n });
  expect(changed).toMatchObject({ creditLimit: 9n, revision: 2n, blocked: false });
  await expect(
    world.ledger.changeParameters({ id: "c2", accountId: "a", blocked: true, ifRevision: 1n }),
  ).rejects.toMatchObject({ code: "PROCESSING_REVISION_CONFLICT", details: { revision: "2", expected: "1" } });
});

test("an account with something on it is closed only by sweeping the balance", async () => {
  await expect(world.ledger.changeParameters({ id: "x1", accountId: "a", closed: true })).rejects.toMatchObject({
    code: "PROCESSING_ACCOUNT_NOT_EMPTY",
    details: { accountId: "a", balance: "100" },
  });
  const closed = await world.ledger.changeParameters({ id: "x2", accountId: "a", closed: true, sweepTo: "b" });
  expect(closed).toMatchObject({ closed: true, balance: 0n, available: 0n });
  expect(await world.ledger.account("b")).toMatchObject({ balance: 100n });
  expect(await world.ledger.document("x2")).toMatchObject({ kind: "transfer", total: 100n });
  expect(await world.ledger.changeParameters({ id: "x2", accountId: "a", closed: true, sweepTo: "b" })).toMatchObject({
    closed: true,
    revision: 2n,
  });
  await expect(world.ledger.topUp({ id: "t2", accountId: "a", amount: 1n })).rejects.toMatchObject({
    code: "PROCESSING_ACCOUNT_CLOSED",
  });
  await checkConservation(world.store);
});

test("an account with a reservation is not closed, whatever is swept", async () => {
  await world.ledger.reserve({
    id: "h",
    total: 1n,
    currency: "RUB",
    from: { accountId: "a" },
    expiresAt: new Date("2026-02-01T00:00:00Z"),
  });
  await expect(
    world.ledger.changeParameters({ id: "x", accountId: "a", closed: true, sweepTo: "b" }),
  ).rejects.toMatchObject({ code: "PROCESSING_ACCOUNT_NOT_EMPTY", details: { reserved: "1" } });
});

test("a debt is swept by the account that takes it over, when it can", async () => {
  await world.ledger.open({ id: "d", customerId: "anna", kind: "payment", currency: "RUB", creditLimit: 50n });
  await world.ledger.pay({ id: "p", total: 40n, currency: "RUB", from: { accountId: "d" } });
  await expect(
    world.ledger.changeParameters({ id: "x1", accountId: "d", closed: true, sweepTo: "b" }),
  ).rejects.toMatchObject({ code: "PROCESSING_INSUFFICIENT_FUNDS" });
  await world.ledger.changeParameters({ id: "x2", accountId: "d", closed: true, sweepTo: "a" });
  expect(await world.ledger.account("a")).toMatchObject({ balance: 60n });
});

test("what is allotted to a child cannot be spent at the root, and cannot exceed what is free", async () => {
  await world.ledger.changeParameters({ id: "m", accountId: "a", spendMode: "allotment" });
  expect(await world.ledger.allot({ id: "g1", accountId: "a", nodeId: "till-1", amount: 60n })).toMatchObject({
    balance: 100n,
    available: 40n,
  });
  expect(await world.ledger.allot({ id: "g1", accountId: "a", nodeId: "till-1", amount: 60n })).toMatchObject({
    available: 40n,
  });
  await expect(world.ledger.allot({ id: "g2", accountId: "a", nodeId: "till-2", amount: 41n })).rejects.toMatchObject({
    code: "PROCESSING_INSUFFICIENT_FUNDS",
  });
  await expect(
    world.ledger.pay({ id: "p", total: 41n, currency: "RUB", from: { accountId: "a" } }),
  ).rejects.toMatchObject({ code: "PROCESSING_INSUFFICIENT_FUNDS" });
  expect((await world.store.dump()).allotments).toEqual([{ accountId: "a", nodeId: "till-1", outstanding: 60n }]);
});

test("leaving the spend mode takes allotments back, and new ones may follow in the same batch", async () => {
  await world.ledger.changeParameters({ id: "m", accountId: "a", spendMode: "allotment" });
  await world.ledger.allot({ id: "g1", accountId: "a", nodeId: "till-1", amount: 60n });
  const results = await world.execute(
    { type: "changeParameters", id: "m2", accountId: "a", spendMode: "trust" },
    { type: "allot", id: "g2", accountId: "a", nodeId: "till-1", amount: 1n },
    { type: "changeParameters", id: "m3", accountId: "a", spendMode: "allotment" },
    { type: "allot", id: "g3", accountId: "a", nodeId: "till-1", amount: 100n },
  );
  expect(results.map(({ status }) => status)).toEqual(["accepted", "rejected", "accepted", "accepted"]);
  expect((await world.store.dump()).allotments).toEqual([{ accountId: "a", nodeId: "till-1", outstanding: 100n }]);
  expect(await world.ledger.account("a")).toMatchObject({ available: 0n });
});

test("an id is good for one command only, whatever the command is", async () => {
  await expect(world.ledger.topUp({ id: "t", accountId: "a", amount: 101n })).rejects.toMatchObject({
    code: "PROCESSING_IDEMPOTENCY_CONFLICT",
  });
  await expect(world.ledger.topUp({ id: "a", accountId: "a", amount: 1n })).rejects.toMatchObject({
    code: "PROCESSING_IDEMPOTENCY_CONFLICT",
  });
  await expect(
    world.ledger.open({ id: "t", customerId: "anna", kind: "bonus", currency: "RUB" }),
  ).rejects.toMatchObject({ code: "PROCESSING_IDEMPOTENCY_CONFLICT" });
  const [first, second, third] = await world.execute(
    { type: "topUp", id: "u", accountId: "a", amount: 1n },
    { type: "topUp", id: "u", accountId: "a", amount: 1n },
    { type: "topUp", id: "u", accountId: "b", amount: 1n },
  );
  expect(first).toMatchObject({ status: "accepted", isRepeat: false });
  expect(second).toMatchObject({ status: "accepted", isRepeat: true });
  expect(third).toMatchObject({ status: "rejected", error: { code: "PROCESSING_IDEMPOTENCY_CONFLICT" } });
  expect(await world.ledger.account("a")).toMatchObject({ balance: 101n });
});
