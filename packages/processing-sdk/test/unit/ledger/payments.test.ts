import { beforeEach, describe, expect, test } from "vitest";
import { checkConservation, createLedgerWorld, type LedgerWorld } from "../../ledger-world.js";

const scheme = [{ kind: "bonus", maxShare: 300 }, { kind: "payment" }];
let world: LedgerWorld;

beforeEach(async () => {
  world = await createLedgerWorld();
  const { ledger } = world;
  await ledger.open({ id: "b", customerId: "anna", kind: "bonus", currency: "RUB" });
  await ledger.open({ id: "p", customerId: "anna", kind: "payment", currency: "RUB", creditLimit: 50n });
  await ledger.open({ id: "other", customerId: "boris", kind: "payment", currency: "RUB" });
  await ledger.open({ id: "euro", customerId: "boris", kind: "payment", currency: "EUR" });
  await ledger.topUp({ id: "t-b", accountId: "b", amount: 500n });
  await ledger.topUp({ id: "t-p", accountId: "p", amount: 1000n });
});

describe("a payment", () => {
  test("by scheme takes from the accounts in the order of the parts", async () => {
    const document = await world.ledger.pay({
      id: "d",
      total: 1000n,
      currency: "RUB",
      from: { customerId: "anna", scheme },
    });
    expect(document).toMatchObject({ kind: "payment", total: 1000n, state: "settled", contra: "node:root" });
    expect(document.postings).toEqual([
      { line: 1, accountId: "b", amount: -300n, balanceAfter: 200n },
      { line: 2, accountId: "p", amount: -700n, balanceAfter: 300n },
    ]);
    await checkConservation(world.store);
  });

  test("that a scheme does not cover is refused with what each part came to, and changes nothing", async () => {
    const before = await world.store.dump();
    await expect(
      world.ledger.pay({ id: "d", total: 2000n, currency: "RUB", from: { customerId: "anna", scheme } }),
    ).rejects.toMatchObject({
      code: "PROCESSING_INSUFFICIENT_FUNDS",
      outcome: "not-done",
      details: {
        required: "2000",
        shortfall: "450",
        parts: [
          { kind: "bonus", cap: "600", available: "500", taken: "500" },
          { kind: "payment", cap: "2000", available: "1050", taken: "1050" },
        ],
      },
    });
    expect(await world.store.dump()).toEqual(before);
  });

  test("goes on without a blocked account, and is refused when all are blocked", async () => {
    await world.ledger.changeParameters({ id: "block-b", accountId: "b", blocked: true });
    const document = await world.ledger.pay({
      id: "d1",
      total: 100n,
      currency: "RUB",
      from: { customerId: "anna", scheme },
    });
    expect(document.postings).toMatchObject([{ accountId: "p", amount: -100n }]);
    await world.ledger.changeParameters({ id: "block-p", accountId: "p", blocked: true });
    await expect(
      world.ledger.pay({ id: "d2", total: 100n, currency: "RUB", from: { customerId: "anna", scheme } }),
    ).rejects.toMatchObject({ code: "PROCESSING_ACCOUNT_BLOCKED" });
  });

  test("takes from several accounts of one kind in the order of their ids", async () => {
    await world.ledger.open({ id: "a", customerId: "anna", kind: "bonus", currency: "RUB" });
    await world.ledger.topUp({ id: "t-a", accountId: "a", amount: 100n });
    const from = { customerId: "anna", scheme: [{ kind: "bonus" }] };
    const { postings } = await world.ledger.pay({ id: "d", total: 150n, currency: "RUB", from });
    expect(postings).toMatchObject([
      { accountId: "a", amount: -100n },
      { accountId: "b", amount: -50n },
    ]);
  });

  test("uses the credit limit and not more", async () => {
    await world.ledger.pay({ id: "d1", total: 1050n, currency: "RUB", from: { accountId: "p" } });
    expect(await world.ledger.account("p")).toMatchObject({ balance: -50n, available: 0n });
    await expect(
      world.ledger.pay({ id: "d2", total: 1n, currency: "RUB", from: { accountId: "p" } }),
    ).rejects.toMatchObject({
      code: "PROCESSING_INSUFFICIENT_FUNDS",
      details: { accountId: "p", required: "1", available: "0", shortfall: "1" },
    });
  });

  test("names an account that exists, of its currency, of a customer who has one", async () => {
    const pay = (id: string, from: Parameters<typeof world.ledger.pay>[0]["from"]) =>
      world.ledger.pay({ id, total: 1n, currency: "RUB", from });
    await expect(pay("d1", { accountId: "none" })).rejects.toMatchObject({ code: "PROCESSING_ACCOUNT_NOT_FOUND" });
    await expect(pay("d2", { accountId: "euro" })).rejects.toMatchObject({ code: "PROCESSING_CURRENCY_MISMATCH" });
    await expect(pay("d3", { customerId: "nobody", scheme })).rejects.toMatchObject({
      code: "PROCESSING_ACCOUNT_NOT_FOUND",
    });
  });
});

describe("in one batch", () => {
  test("a debit sees what the commands before it did, and a rejected one hinders no other", async () => {
    const results = await world.execute(
      { type: "open", id: "new", customerId: "vera", kind: "payment", currency: "RUB" },
      { type: "pay", id: "d0", total: 1n, currency: "RUB", from: { accountId: "new" } },
      { type: "topUp", id: "t", accountId: "new", amount: 10n },
      {
        type: "pay",
        id: "d1",
        total: 6n,
        currency: "RUB",
        from: { customerId: "vera", scheme: [{ kind: "payment" }] },
      },
      { type: "pay", id: "d2", total: 6n, currency: "RUB", from: { accountId: "new" } },
      { type: "pay", id: "d3", total: 4n, currency: "RUB", from: { accountId: "new" } },
    );
    expect(results.map((result) => (result.status === "rejected" ? result.error.code : "accepted"))).toEqual([
      "accepted",
      "PROCESSING_INSUFFICIENT_FUNDS",
      "accepted",
      "accepted",
      "PROCESSING_INSUFFICIENT_FUNDS",
      "accepted",
    ]);
    expect(await world.ledger.account("new")).toMatchObject({ balance: 0n });
  });

  test("an account gets one update number, documents get theirs without a gap", async () => {
    const before = (await world.store.dump()).accounts.find(({ id }) => id === "p")?.updateNo ?? 0n;
    await world.execute(
      { type: "topUp", id: "t1", accountId: "p", amount: 1n },
      { type: "topUp", id: "t2", accountId: "p", amount: 1n },
      { type: "topUp", id: "t3", accountId: "none", amount: 1n },
      { type: "topUp", id: "t4", accountId: "b", amount: 1n },
    );
    const { accounts, documents, counters } = await world.store.dump();
    const numbers = accounts.map(({ updateNo }) => updateNo);
    expect(new Set(numbers).size).toBe(accounts.length);
    expect(accounts.find(({ id }) => id === "p")?.updateNo).toBe(before + 1n);
    expect(documents.map(({ no }) => no).sort()).toEqual([1n, 2n, 3n, 4n, 5n]);
    expect(counters).toEqual([
      { name: "documents", shard: "0", value: 5n },
      { name: "feed", shard: "0", value: before + 2n },
    ]);
  });

  test("a malformed command is refused for itself", async () => {
    const [first, second] = await world.ledger.batch([
      { type: "topUp", id: "t1", accountId: "p", amount: 0n },
      { type: "topUp", id: "t2", accountId: "p", amount: 1n },
    ]);
    expect(first).toMatchObject({ status: "rejected", error: { code: "PROCESSING_AMOUNT_RANGE" } });
    expect(second).toMatchObject({ status: "accepted" });
  });
});

describe("a transfer", () => {
  test("moves money between accounts of one currency, also of two shards", async () => {
    const sharded = await createLedgerWorld({ rules: { shards: 16 } });
    await sharded.ledger.open({ id: "x", customerId: "anna", kind: "payment", currency: "RUB", creditLimit: 9n });
    await sharded.ledger.open({ id: "y", customerId: "boris", kind: "payment", currency: "RUB" });
    const { postings, total } = await sharded.ledger.transfer({ id: "d", from: "x", to: "y", amount: 9n });
    expect(postings).toMatchObject([
      { accountId: "x", amount: -9n, balanceAfter: -9n },
      { accountId: "y", amount: 9n, balanceAfter: 9n },
    ]);
    expect(total).toBe(9n);
    const { accounts, counters } = await sharded.store.dump();
    expect(new Set(accounts.map(({ shard }) => shard)).size).toBe(2);
    expect(counters.filter(({ name }) => name === "feed").map(({ value }) => value)).toEqual([2n, 2n]);
  });

  test("between currencies, or to a closed account, is refused", async () => {
    await expect(world.ledger.transfer({ id: "d1", from: "p", to: "euro", amount: 1n })).rejects.toMatchObject({
      code: "PROCESSING_CURRENCY_MISMATCH",
    });
    await world.ledger.changeParameters({ id: "close", accountId: "other", closed: true });
    await expect(world.ledger.transfer({ id: "d2", from: "p", to: "other", amount: 1n })).rejects.toMatchObject({
      code: "PROCESSING_ACCOUNT_CLOSED",
    });
  });
});

describe("the range of 64 bits", () => {
  const most = 9_223_372_036_854_775_807n;

  test("holds balances: a credit that would leave it is refused", async () => {
    await world.ledger.topUp({ id: "t1", accountId: "other", amount: most });
    await expect(world.ledger.topUp({ id: "t2", accountId: "other", amount: 1n })).rejects.toMatchObject({
      code: "PROCESSING_AMOUNT_RANGE",
    });
    await checkConservation(world.store);
  });
});

describe("an adjustment", () => {
  test("moves any accounts, blocked ones too, and keeps the reason", async () => {
    await world.ledger.changeParameters({ id: "block", accountId: "b", blocked: true });
    const document = await world.ledger.adjust({
      id: "d",
      currency: "RUB",
      postings: [
        { accountId: "b", amount: -100n },
        { accountId: "p", amount: 40n },
      ],
      reason: "counted again",
    });
    expect(document).toMatchObject({ kind: "adjustment", total: 100n, meta: { reason: "counted again" } });
  });

  test("overdraws when it says so, and that is reported", async () => {
    const postings = [{ accountId: "other", amount: -5n }];
    await expect(world.ledger.adjust({ id: "d1", currency: "RUB", postings, reason: "loss" })).rejects.toMatchObject({
      code: "PROCESSING_INSUFFICIENT_FUNDS",
    });
    await world.ledger.adjust({ id: "d2", currency: "RUB", postings, reason: "loss", overdraft: "allow" });
    expect((await world.store.dump()).events).toMatchObject([
      { no: 1n, type: "account.overdrawn", subject: "other", nodeId: "root" },
    ]);
  });
});

test("a blocked account takes credits unless the rules refuse them", async () => {
  await world.ledger.changeParameters({ id: "block", accountId: "p", blocked: true });
  await world.ledger.topUp({ id: "t", accountId: "p", amount: 1n });
  const strict = await createLedgerWorld({ rules: { creditsOnBlocked: "refuse" } });
  await strict.ledger.open({ id: "p", customerId: "anna", kind: "payment", currency: "RUB", blocked: true });
  await expect(strict.ledger.topUp({ id: "t", accountId: "p", amount: 1n })).rejects.toMatchObject({
    code: "PROCESSING_ACCOUNT_BLOCKED",
  });
});
