import { createMemoryArchive, type MemoryArchive } from "@opora/processing-sdk/testing";
import { describe, expect, test } from "vitest";
import { createArchiver } from "../../../src/archive/archiver.js";
import { createEventLog } from "../../../src/events/event-log.js";
import { createLedgerWorld, globalLine, type LedgerWorld } from "../../ledger-world.js";
import { cleanupOf, createRootWithAccounts, dayMs, originRecord, settleFacts, tillFact } from "../../services-world.js";

const topUp = (id: string, accountId: string, amount: bigint) => ({ type: "topUp", id, accountId, amount }) as const;
const archiveOf = (world: LedgerWorld, archive: MemoryArchive) =>
  createArchiver({ storage: world.storage, archive }).run();

async function confirmBackup(world: LedgerWorld, documents: bigint, origin: bigint): Promise<void> {
  const [stored] = (await world.store.dump()).origins;
  await world.store.transaction("write", (transaction) =>
    transaction.write([
      { table: "counters", put: [{ name: "backup:documents", shard: "0", value: documents }] },
      { table: "origins", put: [{ ...originRecord({}), ...stored, backedUp: origin }] },
    ]),
  );
}

describe("cleanup at the root", () => {
  test("deletes old documents that the archive has, keeps their ids, and leaves young ones alone", async () => {
    const archive = createMemoryArchive();
    const world = await createRootWithAccounts({ ledger: { archive } });
    await world.execute(topUp("t1", "a-pay", 5n), topUp("t2", "a-pay", 7n), topUp("t3", "b-pay", 9n));
    await archiveOf(world, archive);
    world.clock.advance(91 * dayMs);
    await world.execute(topUp("t4", "a-pay", 1n));

    expect(await cleanupOf(world).run()).toMatchObject({ documents: 3, postings: 3, isFinished: true });

    const { documents, postings, registry, openings } = await world.store.dump();
    expect(documents.map(({ id }) => id)).toEqual(["t4"]);
    expect(postings.map(({ accountId, entry }) => [accountId, entry])).toEqual([["a-pay", 3n]]);
    expect(registry.filter(({ kind }) => kind === "document").map(({ id }) => id)).toEqual(["t1", "t2", "t3"]);
    expect(openings.map(({ accountId, entry, amount }) => [accountId, entry, amount])).toEqual([
      ["a-pay", 2n, 12n],
      ["b-pay", 1n, 9n],
    ]);
    expect(await world.execute(topUp("t1", "a-pay", 6n))).toMatchObject([
      { status: "rejected", error: { code: "PROCESSING_IDEMPOTENCY_CONFLICT" } },
    ]);
    const history = await world.ledger.history({ accountId: "a-pay" });
    expect(history.map(({ documentId }) => documentId)).toEqual(["t4", "t2", "t1"]);
  });

  test("deletes nothing that the archive lacks, however old, and says how much", async () => {
    const archive = createMemoryArchive();
    const world = await createRootWithAccounts();
    await world.execute(topUp("t1", "a-pay", 5n));
    await archiveOf(world, archive);
    await world.execute(topUp("t2", "a-pay", 7n));
    world.clock.advance(900 * dayMs);

    const report = await cleanupOf(world).run();

    expect(report).toMatchObject({ documents: 1, isFinished: true });
    expect(report.retained).toEqual({ notArchived: 1, notBackedUp: 0, suspended: 0, reversed: 0, inUse: 0 });
    expect((await world.store.dump()).documents.map(({ id }) => id)).toEqual(["t2"]);
  });

  test("waits for a confirmed backup unless told otherwise: of the document, and of what its child sent", async () => {
    const archive = createMemoryArchive();
    const world = await createRootWithAccounts();
    await world.execute(topUp("t1", "a-pay", 5n), topUp("t2", "a-pay", 5n));
    await settleFacts(world, [tillFact(1n, [globalLine("a-pay", -1n)]), tillFact(2n, [globalLine("a-pay", -1n)])]);
    await archiveOf(world, archive);
    world.clock.advance(91 * dayMs);
    const cleanup = cleanupOf(world, { backups: "confirmed" });

    expect(await cleanup.run()).toMatchObject({ documents: 0, retained: { notBackedUp: 2 } });
    await confirmBackup(world, 1n, 0n);
    expect(await cleanup.run()).toMatchObject({ documents: 1 });
    await confirmBackup(world, 4n, 1n);
    expect(await cleanup.run()).toMatchObject({ documents: 2, retained: { notBackedUp: 1 } });
    expect((await world.store.dump()).documents.map(({ id }) => id)).toEqual(["till-doc-2"]);
  });

  test("keeps a suspended document until it is decided, and one that was refunded for ever, but not its postings", async () => {
    const archive = createMemoryArchive();
    const world = await createRootWithAccounts();
    await settleFacts(world, [tillFact(1n, [globalLine("nobody", -3n)])]);
    await world.execute(topUp("t1", "a-pay", 9n), topUp("t2", "a-pay", 1n), {
      type: "cancel",
      id: "c1",
      documentId: "t2",
    });
    await archiveOf(world, archive);
    world.clock.advance(91 * dayMs);

    const report = await cleanupOf(world).run();

    expect(report).toMatchObject({ documents: 2, postings: 3, retained: { suspended: 1, reversed: 1 } });
    const { documents, postings } = await world.store.dump();
    expect(documents.map(({ id }) => id).sort()).toEqual(["t2", "till-doc-1"]);
    expect(postings.map(({ accountId }) => accountId)).toEqual(["suspense:till-1:RUB"]);
    expect(await cleanupOf(world).run()).toMatchObject({ documents: 0, postings: 0 });
  });

  test("keeps histories without gaps where documents of several shards meet on an account", async () => {
    const archive = createMemoryArchive();
    const world = await createRootWithAccounts({ rules: { shards: 8 }, ledger: { archive } });
    await world.execute(
      topUp("t1", "a-pay", 50n),
      topUp("t2", "b-pay", 50n),
      ...[1, 2, 3, 4].map((number) => {
        const [from, to] = number % 2 === 0 ? ["a-pay", "b-pay"] : ["b-pay", "a-pay"];
        return { type: "transfer", id: `m${number}`, from: from as string, to: to as string, amount: 1n } as const;
      }),
    );
    await archiveOf(world, archive);
    world.clock.advance(91 * dayMs);

    for (let pages = 0; pages < 10; pages += 1) {
      await cleanupOf(world).run({ limit: 1, maxPages: 1 });
      const { postings, openings, accounts } = await world.store.dump();
      for (const { id, entries } of accounts) {
        const kept = postings.filter(({ accountId }) => accountId === id).map(({ entry }) => entry);
        const through = openings.find(({ accountId }) => accountId === id)?.entry ?? 0n;
        expect(kept).toEqual(
          Array.from({ length: Number(entries - through) }, (_, index) => through + BigInt(index) + 1n),
        );
      }
    }
    await cleanupOf(world).run();
    expect((await world.store.dump()).postings).toEqual([]);
    expect(await world.ledger.history({ accountId: "a-pay" })).toHaveLength(5);
  });

  test("deletes reservations that ended, events that were read and results of imports when they are old", async () => {
    const world = await createRootWithAccounts();
    const log = createEventLog({ storage: world.storage, context: world.context });
    const reserve = (id: string) =>
      ({
        type: "reserve",
        id,
        total: 1n,
        currency: "RUB",
        from: { accountId: "a-pay" },
        expiresAt: new Date("2026-02-01T00:00:00Z"),
      }) as const;
    await world.execute(topUp("t1", "a-pay", 9n), reserve("r1"), reserve("r2"), {
      type: "release",
      id: "x1",
      reservationId: "r1",
    });
    await settleFacts(world, [tillFact(1n, [globalLine("nobody", -3n)]), tillFact(2n, [globalLine("nobody", -3n)])]);
    const importResult = { source: "erp", documentId: "d", payloadHash: "", code: "", message: "", atMs: 0 } as const;
    await world.store.transaction("write", (transaction) =>
      transaction.write([
        {
          table: "importResults",
          insert: [
            { ...importResult, externalNumber: "1", status: "imported" },
            { ...importResult, externalNumber: "2", status: "failed" },
          ],
        },
      ]),
    );
    const firstEvent = (await log.read())[0]?.no ?? 0n;
    await log.confirm("slow", firstEvent);
    world.clock.advance(500 * dayMs);

    expect(await cleanupOf(world).run()).toMatchObject({ reservations: 1, events: 1, importResults: 1 });
    await log.forget("slow");
    expect(await cleanupOf(world).run()).toMatchObject({ reservations: 0, events: 1, importResults: 0 });

    const { reservations, importResults } = await world.store.dump();
    expect(reservations.map(({ id }) => id)).toEqual(["r2"]);
    expect(importResults.map(({ externalNumber }) => externalNumber)).toEqual(["2"]);
    expect(await world.execute(reserve("r1"))).toMatchObject([
      { status: "rejected", error: { code: "PROCESSING_RESERVATION_ENDED" } },
    ]);
  });
});

describe("cleanup at a child", () => {
  async function createTill(node: { acked: bigint; settled: bigint; durable: bigint }) {
    const world = await createLedgerWorld({ role: "child", node });
    await world.execute(
      { type: "open", id: "local", customerId: "anna", kind: "bonus", currency: "RUB", scope: "local" },
      ...[1, 2, 3, 4].map((number) => topUp(`t${number}`, "local", 1n)),
    );
    world.clock.advance(91 * dayMs);
    return world;
  }

  const left = async (world: LedgerWorld) => (await world.store.dump()).documents.map(({ id }) => id);

  test("deletes what the root has for good and has settled, before the last of them: a restored root may stand there", async () => {
    const world = await createTill({ acked: 4n, settled: 3n, durable: 3n });

    expect(await cleanupOf(world).run()).toMatchObject({ documents: 2, retained: { inUse: 1, notArchived: 1 } });

    expect(await left(world)).toEqual(["t3", "t4"]);
  });

  test("keeps what a balance may still count, and the last one that the root received, for the greeting", async () => {
    const unsettled = await createTill({ acked: 4n, settled: 1n, durable: 4n });
    const settled = await createTill({ acked: 4n, settled: 4n, durable: 4n });

    expect(await cleanupOf(unsettled).run()).toMatchObject({ documents: 1, retained: { inUse: 3 } });
    expect(await cleanupOf(settled).run()).toMatchObject({ documents: 3, retained: { inUse: 1 } });
    expect(await left(settled)).toEqual(["t4"]);
  });

  test("keeps postings beyond what an account counts as settled", async () => {
    const world = await createLedgerWorld({ role: "child", node: { acked: 3n, settled: 3n, durable: 3n } });
    await world.store.transaction("write", (transaction) =>
      transaction.write([
        {
          table: "accounts",
          insert: [
            {
              id: "a-pay",
              customerId: "anna",
              kind: "payment",
              currency: "RUB",
              scope: "global",
              shard: "0",
              creditLimit: 0n,
              blocked: false,
              closed: false,
              description: "",
              spendMode: "trust",
              offlineLimit: 0n,
              confirmed: 10n,
              pending: 0n,
              pendingDebits: 0n,
              reserved: 0n,
              allotted: 0n,
              revision: 1n,
              updateNo: 1n,
              watermark: 0n,
              epoch: "e1",
              entries: 0n,
              settledEntry: 1n,
              openedAtMs: 0,
              openHash: "",
            },
          ],
        },
      ]),
    );
    await world.execute(...[1, 2, 3].map((number) => topUp(`t${number}`, "a-pay", 1n)));
    world.clock.advance(91 * dayMs);

    expect(await cleanupOf(world).run()).toMatchObject({ documents: 1, postings: 1, retained: { inUse: 2 } });
    const { postings } = await world.store.dump();
    expect(postings.map(({ entry }) => entry)).toEqual([2n, 3n]);
  });
});

describe("the daily cleanup", () => {
  test("runs once in its window, and again the next day", async () => {
    const world = await createRootWithAccounts();
    const cleanup = cleanupOf(world);
    expect(await cleanup.runIfDue()).toBeUndefined();

    world.clock.set(new Date("2026-01-16T03:00:00Z"));
    expect(await cleanup.runIfDue()).toMatchObject({ isFinished: true });
    world.clock.advance(60_000);
    expect(await cleanup.runIfDue()).toBeUndefined();
    world.clock.advance(dayMs);
    expect(await cleanup.runIfDue()).toMatchObject({ isFinished: true });
  });

  test("goes on within its window until it finished", async () => {
    const archive = createMemoryArchive();
    const world = await createRootWithAccounts();
    await world.execute(...[1, 2, 3].map((number) => topUp(`t${number}`, "a-pay", 1n)));
    await archiveOf(world, archive);
    world.clock.set(new Date("2026-06-16T03:00:00Z"));
    const cleanup = cleanupOf(world, { maxPages: 1 });

    expect(await cleanup.runIfDue()).toMatchObject({ documents: 2, isFinished: false });
    expect(await cleanup.runIfDue()).toMatchObject({ documents: 1, isFinished: true });
    expect(await cleanup.runIfDue()).toBeUndefined();
  });
});
