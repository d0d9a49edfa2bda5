import { createMemoryArchive } from "@opora/processing-sdk/testing";
import { describe, expect, test } from "vitest";
import { createArchiver } from "../../../src/archive/archiver.js";
import { globalLine } from "../../ledger-world.js";
import { createRootWithAccounts, originRecord, settleFacts, tillFact } from "../../services-world.js";

const topUp = (id: string, accountId: string, amount: bigint) => ({ type: "topUp", id, accountId, amount }) as const;

describe("the archiver", () => {
  test("puts every document with its postings and every account into the archive, once", async () => {
    const world = await createRootWithAccounts();
    const archive = createMemoryArchive();
    const archiver = createArchiver({ storage: world.storage, archive });
    await world.execute(topUp("t1", "a-pay", 100n), topUp("t2", "b-pay", 50n));

    expect(await archiver.run()).toEqual({ documents: 2, accounts: 4, origins: 0, isCaughtUp: true });
    expect(await archiver.run()).toEqual({ documents: 0, accounts: 0, origins: 0, isCaughtUp: true });

    const { documents, postings, accounts } = archive.content();
    expect(documents.map(({ id }) => id)).toEqual(["t1", "t2"]);
    expect(postings.map(({ documentId, amount }) => [documentId, amount])).toEqual([
      ["t1", 100n],
      ["t2", 50n],
    ]);
    expect(accounts.find(({ id }) => id === "a-pay")?.confirmed).toBe(100n);
  });

  test("takes an account again whenever it changed, and documents page by page", async () => {
    const world = await createRootWithAccounts();
    const archive = createMemoryArchive();
    const archiver = createArchiver({ storage: world.storage, archive, pageSize: 2, maxPages: 2 });
    await world.execute(...Array.from({ length: 5 }, (_, index) => topUp(`t${index}`, "a-pay", 1n)));

    expect(await archiver.run()).toMatchObject({ documents: 4, isCaughtUp: false });
    expect(await archiver.run()).toMatchObject({ documents: 1, isCaughtUp: true });
    await world.execute(topUp("last", "a-pay", 1n));
    expect(await archiver.run({ limit: 1 })).toMatchObject({ documents: 1, accounts: 1 });

    const { accounts } = archive.content();
    expect(accounts.find(({ id }) => id === "a-pay")?.confirmed).toBe(6n);
  });

  test("moves the watermark of an origin when everything settled is archived, over repetitions that made no document", async () => {
    const world = await createRootWithAccounts();
    const archive = createMemoryArchive();
    const archiver = createArchiver({ storage: world.storage, archive, pageSize: 1, maxPages: 1 });
    const first = tillFact(1n, [globalLine("a-pay", 10n)], { kind: "topUp" });
    const repeated = { ...first, seq: 2n };
    await settleFacts(world, [first, repeated]);
    const archivedNow = async () => (await world.store.dump()).origins[0]?.archived;

    const reports = [await archiver.run()];
    while (reports.at(-1)?.isCaughtUp !== true) reports.push(await archiver.run());

    expect(archive.content().documents).toHaveLength(1);
    expect(await archivedNow()).toBe(2n);
  });

  test("does not say archived before the last document of the origin is, whatever the shard", async () => {
    const world = await createRootWithAccounts({ rules: { shards: 8 } });
    const archive = createMemoryArchive();
    const archiver = createArchiver({ storage: world.storage, archive, pageSize: 1, maxPages: 1 });
    const accounts = ["a-pay", "b-pay", "b-pay", "a-pay", "b-pay"];
    await settleFacts(
      world,
      accounts.map((id, index) => tillFact(BigInt(index + 1), [globalLine(id, 5n)], { kind: "topUp" })),
    );
    const shards = new Set((await world.store.dump()).documents.map(({ shard }) => shard));
    expect(shards.size).toBe(2);

    let isCaughtUp = false;
    while (!isCaughtUp) {
      ({ isCaughtUp } = await archiver.run());
      const archived = (await world.store.dump()).origins[0]?.archived ?? 0n;
      const kept = archive.content().documents.map(({ originSeq }) => originSeq);
      for (let seq = 1n; seq <= archived; seq += 1n) expect(kept).toContain(seq);
    }
    expect((await world.store.dump()).origins[0]?.archived).toBe(5n);
  });

  test("archives suspended documents with the posting on the suspense account, and documents of local accounts", async () => {
    const world = await createRootWithAccounts();
    const archive = createMemoryArchive();
    await settleFacts(world, [
      tillFact(1n, [globalLine("nobody", -30n)]),
      tillFact(2n, [{ accountId: "local", amount: 7n, scope: "local", balanceAfter: 7n }], { kind: "topUp" }),
    ]);

    await createArchiver({ storage: world.storage, archive }).run();

    const { documents, postings } = archive.content();
    expect(documents.map(({ state }) => state)).toEqual(["suspended:unknown-account", "archiveOnly"]);
    expect(postings).toMatchObject([{ accountId: "suspense:till-1:RUB", amount: -30n, documentId: "till-doc-1" }]);
  });

  test("goes on where another instance is, and never lowers a watermark", async () => {
    const world = await createRootWithAccounts();
    const archive = createMemoryArchive();
    const one = createArchiver({ storage: world.storage, archive, pageSize: 1 });
    const other = createArchiver({ storage: world.storage, archive, pageSize: 2 });
    await settleFacts(
      world,
      [1n, 2n, 3n].map((seq) => tillFact(seq, [globalLine("a-pay", 1n)], { kind: "topUp" })),
    );

    await Promise.all([one.run(), other.run(), one.run(), other.run()]);

    expect(archive.content().documents).toHaveLength(3);
    expect((await world.store.dump()).origins).toEqual([
      expect.objectContaining({ ...originRecord({ received: 3n, settled: 3n, archived: 3n }), originId: "till-1:i1" }),
    ]);
  });

  test("stops between two pages when it is called off, and refuses wrong options", async () => {
    const world = await createRootWithAccounts();
    const archiver = createArchiver({ storage: world.storage, archive: createMemoryArchive() });
    await world.execute(topUp("t1", "a-pay", 1n));
    const abort = new AbortController();
    abort.abort(new Error("called off"));

    await expect(archiver.run({ signal: abort.signal })).rejects.toThrow("called off");
    const options = { code: "PROCESSING_OPTIONS_INVALID" };
    await expect(archiver.run({ limit: 0 })).rejects.toThrow(expect.objectContaining(options));
    await expect(archiver.run({ page: 1 } as never)).rejects.toThrow(expect.objectContaining(options));
  });
});
