import { beforeEach, expect, test } from "vitest";
import type { DocumentRecord } from "../../../src/domain/records/document-record.js";
import type { PostingRecord } from "../../../src/domain/records/posting-record.js";
import type { ProcessingArchive } from "../../../src/ports/archive.js";
import { createLedgerWorld, type LedgerWorld } from "../../ledger-world.js";

let world: LedgerWorld;
let documents: Map<string, DocumentRecord>;
let postings: PostingRecord[];

beforeEach(async () => {
  documents = new Map();
  postings = [];
  const archive: ProcessingArchive = {
    put: async () => undefined,
    findDocument: async (id) => documents.get(id),
    readPostings: async ({ accountId, beforeEntry, limit }) =>
      postings
        .filter(
          (posting) => posting.accountId === accountId && (beforeEntry === undefined || posting.entry < beforeEntry),
        )
        .sort((a, b) => Number(b.entry - a.entry))
        .slice(0, limit),
    close: async () => undefined,
  };
  world = await createLedgerWorld({ ledger: { archive } });
  await world.ledger.open({ id: "a", customerId: "anna", kind: "payment", currency: "RUB" });
  for (const number of [1, 2, 3, 4, 5]) {
    await world.ledger.topUp({ id: `t${number}`, accountId: "a", amount: 10n });
    world.clock.advance(60_000);
  }
});

/** Moves documents to the archive, as cleaning up does. */
async function cleanUp(...ids: readonly string[]): Promise<void> {
  const dump = await world.store.dump();
  const moved = dump.documents.filter(({ id }) => ids.includes(id));
  const theirs = dump.postings.filter(({ documentId }) => ids.includes(documentId));
  for (const document of moved) documents.set(document.id, document);
  postings.push(...theirs);
  await world.store.transaction("write", (transaction) =>
    transaction.write([
      { table: "documents", delete: moved.map(({ id }) => [id]) },
      { table: "postings", delete: theirs.map(({ accountId, entry }) => [accountId, entry]) },
      {
        table: "registry",
        insert: moved.map(({ id, payloadHash, origin, recordedAtMs }) => ({
          id,
          payloadHash,
          origin,
          kind: "document",
          subject: "",
          recordedAtMs,
        })),
      },
    ]),
  );
}

test("a document that was cleaned up is repeated from the archive", async () => {
  await cleanUp("t1");
  expect(await world.ledger.topUp({ id: "t1", accountId: "a", amount: 10n })).toMatchObject({ id: "t1", total: 10n });
  await expect(world.ledger.topUp({ id: "t1", accountId: "a", amount: 11n })).rejects.toMatchObject({
    code: "PROCESSING_IDEMPOTENCY_CONFLICT",
  });
  expect(await world.ledger.account("a")).toMatchObject({ balance: 50n });
  expect(await world.ledger.document("t1")).toMatchObject({ state: "archived" });
});

test("one that the archive does not have either was executed all the same, and is never told to be refused", async () => {
  await cleanUp("t1");
  documents.clear();
  await expect(world.ledger.topUp({ id: "t1", accountId: "a", amount: 10n })).rejects.toMatchObject({
    code: "PROCESSING_DOCUMENT_NOT_FOUND",
    outcome: "unknown",
    retryable: true,
  });
});

test("refunds of an archived document bring it back, so that they never exceed it", async () => {
  await cleanUp("t1", "t2");
  await world.ledger.refund({ id: "r1", documentId: "t1", amount: 7n });
  await expect(world.ledger.refund({ id: "r2", documentId: "t1", amount: 4n })).rejects.toMatchObject({
    code: "PROCESSING_REFUND_EXCEEDS",
    details: { left: "3" },
  });
  await world.ledger.refund({ id: "r3", documentId: "t1" });
  await world.ledger.cancel({ id: "x1", documentId: "t2" });
  await expect(world.ledger.cancel({ id: "x2", documentId: "t2" })).rejects.toMatchObject({
    code: "PROCESSING_ALREADY_REVERSED",
  });
  expect(await world.ledger.account("a")).toMatchObject({ balance: 30n });
  const { registry } = await world.store.dump();
  expect(registry.map(({ id }) => id)).toEqual(["a"]);
});

test("a history goes on in the archive where the store ends", async () => {
  await cleanUp("t1", "t2", "t3");
  const entries = async (query: { readonly beforeEntry?: bigint; readonly limit?: number }) =>
    (await world.ledger.history({ accountId: "a", ...query })).map(({ entry }) => entry);
  expect(await entries({})).toEqual([5n, 4n, 3n, 2n, 1n]);
  expect(await entries({ limit: 3 })).toEqual([5n, 4n, 3n]);
  expect(await entries({ beforeEntry: 3n, limit: 1 })).toEqual([2n]);
  await expect(entries({ limit: 0 })).rejects.toMatchObject({ code: "PROCESSING_MALFORMED_DOCUMENT" });
});

test("the balance of a moment is the one after the last posting until then, in the store or the archive", async () => {
  await cleanUp("t1", "t2");
  const start = new Date("2026-01-15T09:00:00Z").getTime();
  const at = (minutes: number) => world.ledger.balanceAt("a", new Date(start + minutes * 60_000));
  expect(await Promise.all([at(-1), at(0), at(0.5), at(1), at(2), at(3.9), at(99)])).toEqual([
    0n,
    10n,
    10n,
    20n,
    30n,
    40n,
    50n,
  ]);
  postings.length = 0;
  await expect(at(0)).rejects.toMatchObject({ code: "PROCESSING_DOCUMENT_NOT_FOUND" });
});
