import { beforeEach, describe, expect, test } from "vitest";
import type { DocumentFact, FactOutcome } from "../../../src/domain/ledger/document-fact.js";
import { bookFacts } from "../../../src/ledger/book-facts.js";
import { redriveDocument } from "../../../src/ledger/redrive-document.js";
import { checkConservation, createLedgerWorld, factOf, globalLine, type LedgerWorld } from "../../ledger-world.js";

let world: LedgerWorld;

beforeEach(async () => {
  world = await createLedgerWorld();
  await world.ledger.open({ id: "a", customerId: "anna", kind: "payment", currency: "RUB" });
  await world.ledger.topUp({ id: "t", accountId: "a", amount: 100n });
});

function book(...facts: readonly DocumentFact[]): Promise<readonly FactOutcome[]> {
  return world.storage.background((transaction) => bookFacts(world.context, transaction, facts));
}

async function suspensions() {
  return (await world.store.dump()).suspensions;
}

async function eventTypes() {
  return (await world.store.dump()).events.map(({ type }) => type);
}

describe("a child's document", () => {
  test("moves its global lines at the root, and keeps the local ones", async () => {
    const local = { accountId: "till", amount: 5n, scope: "local", balanceAfter: 5n } as const;
    const fact = factOf({ id: "d", kind: "transfer", total: 30n, lines: [globalLine("a", -30n), local] });
    expect(await book(fact)).toEqual(["applied"]);
    expect(await world.ledger.account("a")).toMatchObject({ balance: 70n });
    expect(await world.ledger.document("d")).toMatchObject({
      state: "settled",
      origin: "till-1:i1",
      originSeq: 1n,
      postings: [
        { line: 1, accountId: "a", amount: -30n },
        { line: 2, accountId: "till", amount: 5n },
      ],
    });
    await checkConservation(world.store);
  });

  test("may overdraw, which is reported", async () => {
    expect(await book(factOf({ lines: [globalLine("a", -130n)] }))).toEqual(["applied"]);
    expect(await world.ledger.account("a")).toMatchObject({ balance: -30n, available: 0n });
    expect(await eventTypes()).toEqual(["account.overdrawn"]);
  });

  test("of local lines only is kept for the archive and moves nothing", async () => {
    const line = { accountId: "till", amount: -5n, scope: "local", balanceAfter: 0n } as const;
    expect(await book(factOf({ id: "d", lines: [line] }))).toEqual(["archiveOnly"]);
    expect(await world.ledger.document("d")).toMatchObject({ state: "archiveOnly" });
    expect((await world.store.dump()).counters.find(({ name }) => name === "feed")?.value).toBe(2n);
  });

  test("gives a changed account one update number for the page", async () => {
    await book(factOf({ lines: [globalLine("a", -1n)] }, 1n), factOf({ lines: [globalLine("a", -1n)] }, 2n));
    expect((await world.store.dump()).accounts.map(({ updateNo }) => updateNo)).toEqual([3n]);
  });
});

describe("the same id again", () => {
  test("with the same content is a duplicate, in the same page or a later one", async () => {
    const lines = [globalLine("a", -10n)];
    const payloadHash = "ab".repeat(32);
    const first = factOf({ id: "d", payloadHash, lines }, 1n);
    const second = { ...factOf({ id: "d", payloadHash, lines }, 2n), origin: "till-2:i1" };
    expect(await book(first, second)).toEqual(["applied", "duplicate"]);
    expect(await book({ ...second, seq: 3n })).toEqual(["duplicate"]);
    expect(await world.ledger.account("a")).toMatchObject({ balance: 90n });
  });

  test("with other content is a conflict: its money stands on the suspense account", async () => {
    const first = factOf({ id: "d", lines: [globalLine("a", -10n)] }, 1n);
    const second = factOf({ id: "d", lines: [globalLine("a", -7n)] }, 2n);
    expect(await book(first, second)).toEqual(["applied", "conflict"]);
    expect(await suspensions()).toMatchObject([
      {
        documentId: expect.stringMatching(/^conflict:[0-9a-f]{40}$/),
        reason: "conflict",
        subject: "d",
        amount: -7n,
        entry: 1n,
      },
    ]);
    expect(await world.ledger.account("suspense:till-1:RUB")).toMatchObject({ balance: -7n, scope: "local" });
    expect(await eventTypes()).toEqual(["document.conflict"]);
    await checkConservation(world.store);
  });

  test("that the root itself had executed is recognised", async () => {
    const hash = (await world.ledger.document("t")).payloadHash;
    const fact = factOf({ id: "t", payloadHash: hash, kind: "topUp", lines: [globalLine("a", 100n)] });
    expect(await book(fact)).toEqual(["duplicate"]);
  });
});

describe("what the accounts cannot take is suspended", () => {
  test("unknown, closed, of another currency, out of range", async () => {
    await world.ledger.open({ id: "closed", customerId: "anna", kind: "payment", currency: "RUB" });
    await world.ledger.changeParameters({ id: "x", accountId: "closed", closed: true });
    await world.ledger.open({ id: "euro", customerId: "anna", kind: "payment", currency: "EUR" });
    await world.ledger.open({ id: "full", customerId: "anna", kind: "payment", currency: "RUB" });
    await world.ledger.topUp({ id: "f", accountId: "full", amount: 9_223_372_036_854_775_807n });
    const outcomes = await book(
      factOf({ id: "d1", lines: [globalLine("none", -1n)] }, 1n),
      factOf({ id: "d2", lines: [globalLine("closed", -2n)] }, 2n),
      factOf({ id: "d3", lines: [globalLine("euro", -3n)] }, 3n),
      factOf({ id: "d4", kind: "topUp", lines: [globalLine("full", 4n)] }, 4n),
    );
    expect(outcomes).toEqual(["suspended", "suspended", "suspended", "suspended"]);
    expect(await suspensions()).toMatchObject([
      { documentId: "d1", reason: "unknown-account", subject: "none", amount: -1n },
      { documentId: "d2", reason: "account-state", subject: "closed", amount: -2n },
      { documentId: "d3", reason: "currency", subject: "euro", amount: -3n },
      { documentId: "d4", reason: "account-state", subject: "full", amount: 4n },
    ]);
    expect(await world.ledger.document("d1")).toMatchObject({ state: "suspended:unknown-account" });
    expect(await world.ledger.account("suspense:till-1:RUB")).toMatchObject({ balance: -2n });
    expect((await world.store.dump()).accounts.find(({ kind }) => kind === "suspense")?.updateNo).toBe(0n);
    await checkConservation(world.store);
  });

  test("a blocked account takes the debit, or suspends it under that rule, and always takes credits", async () => {
    await world.ledger.changeParameters({ id: "x", accountId: "a", blocked: true });
    expect(await book(factOf({ lines: [globalLine("a", -1n)] }))).toEqual(["applied"]);
    const strict = { ...world.context, rules: { ...world.context.rules, factsOnBlocked: "suspend" } } as const;
    const facts = [
      factOf({ lines: [globalLine("a", -1n)] }, 2n),
      factOf({ kind: "topUp", lines: [globalLine("a", 1n)] }, 3n),
    ];
    expect(await world.storage.background((transaction) => bookFacts(strict, transaction, facts))).toEqual([
      "suspended",
      "applied",
    ]);
  });

  test("what cannot be understood is kept for people, and its id stays free", async () => {
    const sound = factOf({ id: "d", lines: [globalLine("a", -1n)] }, 1n);
    const outcomes = await book(
      { ...sound, document: undefined },
      { ...factOf({ id: "d", lines: [globalLine("a", -1n)], lineCount: 2 }, 2n) },
      { ...factOf({ id: "d", lines: [globalLine("a", -1n)], total: 2n }, 3n) },
      { ...factOf({ id: "\0".repeat(200), lines: [globalLine("a", -1n)] }, 4n) },
      factOf({ id: "d", lines: [globalLine("a", -1n)] }, 5n),
    );
    expect(outcomes).toEqual(["malformed", "malformed", "malformed", "malformed", "applied"]);
    expect(await suspensions()).toHaveLength(4);
    expect(await world.ledger.document("malformed:till-1:i1:1")).toMatchObject({
      state: "rejected:malformed",
      postings: [],
      meta: { body: sound.body },
    });
  });
});

describe("facts about other documents", () => {
  test("a refund is counted against its original at the root; more than there was is reported", async () => {
    await book(
      factOf({ id: "d", lines: [globalLine("a", -10n)] }, 1n),
      factOf({ id: "r1", kind: "refund", reverses: "d", lines: [globalLine("a", 6n)] }, 2n),
    );
    await expect(world.ledger.refund({ id: "r2", documentId: "d", amount: 5n })).rejects.toMatchObject({
      code: "PROCESSING_REFUND_EXCEEDS",
      details: { left: "4" },
    });
    await world.ledger.refund({ id: "r3", documentId: "d" });
    expect(await book(factOf({ kind: "refund", reverses: "d", lines: [globalLine("a", 4n)] }, 3n))).toEqual([
      "applied",
    ]);
    expect(await eventTypes()).toEqual(["document.overRefunded"]);
  });

  test("a refund of a document that was cleaned up is counted too, when the archive had it", async () => {
    await book(factOf({ id: "d", lines: [globalLine("a", -10n)] }, 1n));
    const archived = (await world.store.dump()).documents.filter(({ id }) => id === "d");
    await world.store.transaction("write", (transaction) =>
      transaction.write([{ table: "documents", delete: [["d"]] }]),
    );
    const refund = factOf({ kind: "refund", reverses: "d", lines: [globalLine("a", 6n)] }, 2n);
    const found = new Map(archived.map((document) => [document.id, document]));
    await world.storage.background((transaction) => bookFacts(world.context, transaction, [refund], found));
    await expect(world.ledger.refund({ id: "r", documentId: "d", amount: 5n })).rejects.toMatchObject({
      code: "PROCESSING_REFUND_EXCEEDS",
    });
  });

  test("a cancel marks its original, also one of an earlier page", async () => {
    await book(factOf({ id: "d", lines: [globalLine("a", -10n)] }, 1n));
    await book(factOf({ kind: "cancel", reverses: "d", lines: [globalLine("a", 10n)] }, 2n));
    await expect(world.ledger.cancel({ id: "x", documentId: "d" })).rejects.toMatchObject({
      code: "PROCESSING_ALREADY_REVERSED",
    });
  });

  test("a capture ends the reservation that the root granted", async () => {
    await world.ledger.reserve({
      id: "h",
      total: 40n,
      currency: "RUB",
      from: { accountId: "a" },
      expiresAt: new Date("2026-02-01T00:00:00Z"),
      nodeId: "till-1",
    });
    await book(factOf({ id: "d", reservationId: "h", lines: [globalLine("a", -30n)] }));
    expect(await world.ledger.account("a")).toMatchObject({ balance: 70n, reserved: 0n, available: 70n });
    expect((await world.store.dump()).reservations).toMatchObject([{ status: "captured", documentId: "d" }]);
  });

  test("debits use up an allotment, own credits raise it, and the root's part stays as it was", async () => {
    await world.ledger.changeParameters({ id: "m", accountId: "a", spendMode: "allotment" });
    await world.ledger.allot({ id: "g", accountId: "a", nodeId: "till-1", amount: 60n });
    await book(
      factOf({ lines: [globalLine("a", -50n)] }, 1n),
      factOf({ kind: "topUp", lines: [globalLine("a", 5n)] }, 2n),
    );
    expect((await world.store.dump()).allotments).toMatchObject([{ outstanding: 15n }]);
    expect(await world.ledger.account("a")).toMatchObject({ balance: 55n, available: 40n });
  });
});

describe("redriving", () => {
  const redrive = (documentId: string, replace: Readonly<Record<string, string>> = {}) =>
    world.storage.online((transaction) => redriveDocument(world.context, transaction, { documentId, replace }));

  test("moves a suspended document to its accounts once they can take it, and only once", async () => {
    await book(factOf({ id: "d", lines: [globalLine("late", -8n)] }));
    await expect(redrive("d")).rejects.toMatchObject({ code: "PROCESSING_ACCOUNT_NOT_FOUND" });
    await world.ledger.open({ id: "late", customerId: "anna", kind: "payment", currency: "RUB" });
    const document = await redrive("d");
    expect(document).toMatchObject({ id: "redrive:d", kind: "suspense", reverses: "d" });
    expect(await redrive("d")).toEqual(document);
    expect(await world.ledger.account("late")).toMatchObject({ balance: -8n });
    expect(await world.ledger.account("suspense:till-1:RUB")).toMatchObject({ balance: 0n });
    expect(await suspensions()).toMatchObject([{ status: "redriven", resolvedBy: "redrive:d" }]);
    await checkConservation(world.store);
  });

  test("may replace an account by the right one", async () => {
    await book(factOf({ id: "d", lines: [globalLine("wrong", -8n)] }));
    await redrive("d", { wrong: "a" });
    expect(await world.ledger.account("a")).toMatchObject({ balance: 92n });
  });

  test("what was malformed has nothing to move", async () => {
    await book({ ...factOf({ lines: [globalLine("a", -8n)] }), document: undefined });
    await expect(redrive("malformed:till-1:i1:1")).rejects.toMatchObject({ code: "PROCESSING_MALFORMED_DOCUMENT" });
    await expect(redrive("none")).rejects.toMatchObject({ code: "PROCESSING_DOCUMENT_NOT_FOUND" });
  });
});
