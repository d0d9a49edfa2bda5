import { beforeEach, describe, expect, test } from "vitest";
import { checkConservation, createLedgerWorld, type LedgerWorld } from "../../ledger-world.js";

let world: LedgerWorld;

beforeEach(async () => {
  world = await createLedgerWorld();
  const { ledger } = world;
  for (const [id, kind] of [
    ["a", "bonus"],
    ["b", "saving"],
    ["c", "payment"],
  ] as const) {
    await ledger.open({ id, customerId: "anna", kind, currency: "RUB" });
    await ledger.topUp({ id: `t-${id}`, accountId: id, amount: 100n });
  }
  const scheme = [{ kind: "bonus", maxAmount: 50n }, { kind: "saving", maxAmount: 30n }, { kind: "payment" }];
  await ledger.pay({ id: "d", total: 100n, currency: "RUB", from: { customerId: "anna", scheme } });
});

describe("a refund", () => {
  test("by amount is split in proportion to what is left, the last line first", async () => {
    const first = await world.ledger.refund({ id: "r1", documentId: "d", amount: 33n });
    expect(first.postings).toMatchObject([
      { accountId: "a", amount: 16n },
      { accountId: "b", amount: 10n },
      { accountId: "c", amount: 7n },
    ]);
    expect(first).toMatchObject({ kind: "refund", reverses: "d", total: 33n });
    const rest = await world.ledger.refund({ id: "r2", documentId: "d" });
    expect(rest.postings.map(({ amount }) => amount)).toEqual([34n, 20n, 13n]);
    await expect(world.ledger.refund({ id: "r3", documentId: "d" })).rejects.toMatchObject({
      code: "PROCESSING_ALREADY_REVERSED",
    });
  });

  test("by lines gives back those lines, and no more than is left of each", async () => {
    await world.ledger.refund({ id: "r1", documentId: "d", lines: [{ line: 3, amount: 15n }] });
    await expect(
      world.ledger.refund({ id: "r2", documentId: "d", lines: [{ line: 3, amount: 6n }] }),
    ).rejects.toMatchObject({ code: "PROCESSING_REFUND_EXCEEDS", details: { documentId: "d", line: 3, left: "5" } });
    await expect(
      world.ledger.refund({ id: "r3", documentId: "d", lines: [{ line: 4, amount: 1n }] }),
    ).rejects.toMatchObject({ code: "PROCESSING_MALFORMED_DOCUMENT", details: { path: "/lines/0/line" } });
  });

  test("twice in one batch is held to the document as a whole", async () => {
    const [first, second] = await world.execute(
      { type: "refund", id: "r1", documentId: "d", amount: 60n },
      { type: "refund", id: "r2", documentId: "d", amount: 60n },
    );
    expect(first).toMatchObject({ status: "accepted" });
    expect(second).toMatchObject({ status: "rejected", error: { code: "PROCESSING_REFUND_EXCEEDS" } });
  });

  test("of a document of the same batch is possible", async () => {
    const results = await world.execute(
      { type: "pay", id: "d2", total: 5n, currency: "RUB", from: { accountId: "a" } },
      { type: "refund", id: "r1", documentId: "d2", amount: 2n },
      { type: "refund", id: "r2", documentId: "d2", amount: 4n },
    );
    expect(results.map(({ status }) => status)).toEqual(["accepted", "accepted", "rejected"]);
    const stored = (await world.store.dump()).documents.find(({ id }) => id === "d2");
    expect(stored?.refunded).toBe('["2"]');
    await checkConservation(world.store);
  });

  test("of a top-up takes the money back, and needs it to be there", async () => {
    const { postings } = await world.ledger.refund({ id: "r1", documentId: "t-a", amount: 40n });
    expect(postings).toMatchObject([{ accountId: "a", amount: -40n }]);
    await expect(world.ledger.refund({ id: "r2", documentId: "t-a" })).rejects.toMatchObject({
      code: "PROCESSING_INSUFFICIENT_FUNDS",
    });
  });

  test("of a transfer moves the amount back on both sides, and has no lines", async () => {
    await world.ledger.transfer({ id: "m", from: "a", to: "c", amount: 20n });
    const { postings, total } = await world.ledger.refund({ id: "r1", documentId: "m", amount: 5n });
    expect(postings).toMatchObject([
      { accountId: "a", amount: 5n },
      { accountId: "c", amount: -5n },
    ]);
    expect(total).toBe(5n);
    await expect(
      world.ledger.refund({ id: "r2", documentId: "m", lines: [{ line: 1, amount: 1n }] }),
    ).rejects.toMatchObject({ code: "PROCESSING_MALFORMED_DOCUMENT" });
    await expect(world.ledger.refund({ id: "r3", documentId: "m", amount: 16n })).rejects.toMatchObject({
      code: "PROCESSING_REFUND_EXCEEDS",
    });
  });

  test("of a refund, a cancel or an adjustment there is none", async () => {
    await world.ledger.refund({ id: "r", documentId: "d", amount: 1n });
    await world.ledger.topUp({ id: "t", accountId: "c", amount: 1n });
    await world.ledger.cancel({ id: "x", documentId: "t" });
    const postings = [{ accountId: "a", amount: 1n }];
    await world.ledger.adjust({ id: "j", currency: "RUB", postings, reason: "count" });
    for (const documentId of ["r", "x", "j"]) {
      await expect(world.ledger.refund({ id: `r-${documentId}`, documentId })).rejects.toMatchObject({
        code: "PROCESSING_NOT_REVERSIBLE",
      });
      await expect(world.ledger.cancel({ id: `c-${documentId}`, documentId })).rejects.toMatchObject({
        code: "PROCESSING_NOT_REVERSIBLE",
      });
    }
  });

  test("of a document that nobody knows is refused", async () => {
    await expect(world.ledger.refund({ id: "r", documentId: "none" })).rejects.toMatchObject({
      code: "PROCESSING_DOCUMENT_NOT_FOUND",
      details: { documentId: "none", isCleanedUp: false },
    });
  });

  test("to an account that was closed since is refused", async () => {
    await world.ledger.changeParameters({ id: "close", accountId: "c", closed: true, sweepTo: "b" });
    await expect(world.ledger.refund({ id: "r", documentId: "d" })).rejects.toMatchObject({
      code: "PROCESSING_ACCOUNT_CLOSED",
    });
  });
});

describe("a cancel", () => {
  test("takes a document back wholly, once", async () => {
    const document = await world.ledger.cancel({ id: "x1", documentId: "d" });
    expect(document).toMatchObject({ kind: "cancel", reverses: "d", total: 100n });
    expect(document.postings.map(({ amount }) => amount)).toEqual([50n, 30n, 20n]);
    await expect(world.ledger.cancel({ id: "x2", documentId: "d" })).rejects.toMatchObject({
      code: "PROCESSING_ALREADY_REVERSED",
    });
    await expect(world.ledger.refund({ id: "r", documentId: "d" })).rejects.toMatchObject({
      code: "PROCESSING_ALREADY_REVERSED",
    });
  });

  test("is refused once anything was refunded", async () => {
    await world.ledger.refund({ id: "r", documentId: "d", amount: 1n });
    await expect(world.ledger.cancel({ id: "x", documentId: "d" })).rejects.toMatchObject({
      code: "PROCESSING_ALREADY_REVERSED",
    });
  });

  test("of money that was spent is refused at the root too; an adjustment may overdraw", async () => {
    await expect(world.ledger.cancel({ id: "x", documentId: "t-a" })).rejects.toMatchObject({
      code: "PROCESSING_INSUFFICIENT_FUNDS",
    });
    await world.ledger.cancel({ id: "x1", documentId: "d" });
    await world.ledger.cancel({ id: "x2", documentId: "t-a" });
    expect(await world.ledger.account("a")).toMatchObject({ balance: 0n });
  });

  test("of a transfer moves it back", async () => {
    await world.ledger.transfer({ id: "m", from: "a", to: "c", amount: 20n });
    const { postings } = await world.ledger.cancel({ id: "x", documentId: "m" });
    expect(postings).toMatchObject([
      { accountId: "a", amount: 20n },
      { accountId: "c", amount: -20n },
    ]);
  });
});
