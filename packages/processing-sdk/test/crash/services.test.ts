import { createMemoryArchive, type MemoryArchive } from "@opora/processing-sdk/testing";
import { describe, expect, test } from "vitest";
import { createArchiver } from "../../src/archive/archiver.js";
import { createCleanup } from "../../src/cleanup/create-cleanup.js";
import { createEventLog } from "../../src/events/event-log.js";
import { createExternalDocuments } from "../../src/external/create-external-documents.js";
import { createMonitor } from "../../src/monitor/monitor.js";
import type { ProcessingArchive } from "../../src/ports/archive.js";
import { createOfflineRequests } from "../../src/requests/create-offline-requests.js";
import { createCustomerTotals } from "../../src/totals/create-customer-totals.js";
import { globalLine } from "../ledger-world.js";
import {
  cleanupRules,
  createRootWithAccounts,
  dayMs,
  dieAtEveryPoint,
  settleFacts,
  storageOver,
  tillFact,
} from "../services-world.js";

const topUp = (id: string, accountId: string, amount: bigint) => ({ type: "topUp", id, accountId, amount }) as const;

async function createBusyRoot() {
  const world = await createRootWithAccounts();
  await world.execute(topUp("t1", "a-pay", 100n), topUp("t2", "a-bonus", 10n), topUp("t3", "b-pay", 50n));
  await settleFacts(world, [
    tillFact(1n, [globalLine("a-pay", -30n)]),
    tillFact(2n, [globalLine("nobody", -5n)]),
    tillFact(3n, [globalLine("b-pay", 20n)], { kind: "topUp" }),
  ]);
  return world;
}

/** An archive that dies before or after it has taken something. */
function dyingArchive(archive: MemoryArchive, dieAt: number): ProcessingArchive {
  let calls = 0;
  const pass = () => {
    calls += 1;
    if (calls === dieAt) throw new Error("the archive died");
  };
  return {
    ...archive,
    async put(content, options) {
      pass();
      await archive.put(content, options);
      pass();
    },
  };
}

describe("a process that dies at any call of its store", () => {
  test("archives every document and account exactly once", async () => {
    const points = await dieAtEveryPoint(async () => {
      const { store } = await createBusyRoot();
      const archive = createMemoryArchive();
      return {
        store,
        outside: () => archive.content(),
        run: (storage) => createArchiver({ storage, archive, pageSize: 2 }).run(),
      };
    });
    expect(points).toBeGreaterThan(20);
  });

  test("executes every offline request exactly once", async () => {
    const points = await dieAtEveryPoint(async () => {
      const { store, storage, context } = await createBusyRoot();
      const requests = createOfflineRequests({ storage, context });
      await requests.addRequest({ command: topUp("r1", "a-pay", 1n) });
      await requests.addRequest({
        command: { type: "pay", id: "r2", total: 999n, currency: "RUB", from: { accountId: "a-pay" } },
      });
      await requests.addRequest({ command: { type: "refund", id: "r3", documentId: "t3", lines: [] }, lineCount: 1 });
      await requests.addRequest({
        command: { type: "adjust", id: "r4", currency: "RUB", postings: [], reason: "count" },
        lineCount: 1,
      });
      await requests.addRequestLines("r4", [{ position: 1, accountId: "b-pay", amount: 4n }]);
      return { store, run: (again) => createOfflineRequests({ storage: again, context, pageSize: 2 }).run() };
    });
    expect(points).toBeGreaterThan(20);
  });

  test("imports every external document exactly once", async () => {
    const points = await dieAtEveryPoint(async () => {
      const { store, storage, context } = await createBusyRoot();
      const externals = createExternalDocuments({ storage, context });
      const add = (externalNumber: string, command: Parameters<typeof externals.add>[0]["command"]) =>
        externals.add({ source: "erp", externalNumber, command });
      await add("1", { type: "pay", total: 109n, currency: "RUB", from: { accountId: "a-bonus" } });
      await add("2", { type: "topUp", accountId: "a-bonus", amount: 99n });
      await add("3", { type: "pay", total: 999n, currency: "RUB", from: { accountId: "b-pay" } });
      return { store, run: (again) => createExternalDocuments({ storage: again, context, pageSize: 1 }).run() };
    });
    expect(points).toBeGreaterThan(20);
  });

  test("sums up every customer, and counts every event, exactly once", async () => {
    const points = await dieAtEveryPoint(async () => {
      const { store, context } = await createBusyRoot();
      return {
        store,
        async run(storage) {
          const clubs = [{ id: "one" }, { id: "two", kinds: ["payment"] }];
          await createCustomerTotals({ storage, context, clubs, pageSize: 2 }).run();
          await createMonitor({ storage, context }).countEvents({ limit: 1 });
        },
      };
    });
    expect(points).toBeGreaterThan(20);
  });

  test("cleans up every document with its postings, and loses neither ids nor sums", async () => {
    const points = await dieAtEveryPoint(async () => {
      const { store, storage, context, clock } = await createBusyRoot();
      await createArchiver({ storage, archive: createMemoryArchive() }).run();
      clock.advance(400 * dayMs);
      return { store, run: (again) => createCleanup({ storage: again, context, rules: cleanupRules }).run() };
    });
    expect(points).toBeGreaterThan(20);
  });

  test("hands every event over, in order, and some of them twice", async () => {
    const undisturbed = await createBusyRoot();
    const all = (await undisturbed.store.dump()).events.map(({ no }) => no);
    expect(all.length).toBeGreaterThan(0);
    let seen: bigint[] = [];
    await dieAtEveryPoint(async () => {
      const { store, context } = await createBusyRoot();
      seen = [];
      const published = seen;
      const publisher = {
        async publish(events: readonly { readonly position: bigint }[]) {
          published.push(...events.map(({ position }) => position));
        },
      };
      return {
        store,
        outside: () => [...new Set(published)],
        run: (storage) => createEventLog({ storage, context, pageSize: 1 }).relay({ publisher }),
      };
    });
  });
});

describe("an archive that dies at any call", () => {
  test("has every document exactly once in the end, and no watermark before", async () => {
    for (let dieAt = 1; dieAt <= 12; dieAt += 1) {
      const { store, context } = await createBusyRoot();
      expect(context.role).toBe("root");
      const archive = createMemoryArchive();
      const dying = createArchiver({ storage: storageOver(store), archive: dyingArchive(archive, dieAt), pageSize: 2 });
      await dying.run().catch((error: unknown) => expect(error).toEqual(new Error("the archive died")));
      const { origins } = await store.dump();
      const kept = archive.content().documents.map(({ originSeq }) => originSeq);
      for (let seq = 1n; seq <= (origins[0]?.archived ?? 0n); seq += 1n) expect(kept).toContain(seq);

      await createArchiver({ storage: storageOver(store), archive, pageSize: 2 }).run();

      const after = await store.dump();
      expect(
        archive
          .content()
          .documents.map(({ id }) => id)
          .sort(),
      ).toEqual(after.documents.map(({ id }) => id).sort());
      expect(archive.content().postings).toEqual(after.postings);
      expect(after.origins[0]?.archived).toBe(3n);
    }
  });
});
