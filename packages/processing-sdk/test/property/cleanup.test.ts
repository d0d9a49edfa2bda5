import { createMemoryArchive, type MemoryArchive, type StoreDump } from "@opora/processing-sdk/testing";
import fc from "fast-check";
import { expect, test } from "vitest";
import { createArchiver } from "../../src/archive/archiver.js";
import { createAudit } from "../../src/audit/create-audit.js";
import type { CommandResult } from "../../src/domain/command-result.js";
import { confirmBackup, markBackup } from "../../src/root/backup-marks.js";
import { anyCommand, openings } from "../command-arbitraries.js";
import { createLedgerWorld, type LedgerWorld } from "../ledger-world.js";
import { cleanupOf, dayMs } from "../services-world.js";

type Duty = "archive" | "archivePage" | "backup" | "cleanup" | "cleanupPage" | "months";

/** Single duties, and what follows in a whole life of a document: chance alone would seldom put them in this order. */
const duties = fc.constantFrom<readonly Duty[]>(
  ["archive"],
  ["archivePage"],
  ["backup"],
  ["cleanupPage"],
  ["archive", "backup"],
  ["months", "cleanup"],
  ["archive", "backup", "months", "cleanup"],
);

/** Parts of two top-ups are given back again and again, before and after they were cleaned up. */
const partBack = fc.record({
  type: fc.constant("refund" as const),
  id: fc.integer({ min: 1, max: 12 }).map((number) => `back-${number}`),
  documentId: fc.constantFrom("start-a", "start-b"),
  amount: fc.bigInt({ min: 20n, max: 60n }),
});

const step = fc.oneof(
  { weight: 4, arbitrary: anyCommand },
  { weight: 2, arbitrary: partBack },
  { weight: 2, arbitrary: duties },
);

/** What callers can tell of a result. Where a document is kept is not part of it. */
function told(result: CommandResult): unknown {
  if (result.status === "rejected") return result.error.code;
  if (result.product.type !== "document") return result.product;
  const { state, ...document } = result.product.document;
  return document;
}

/** Everything that the root ever recorded is in the store or in the archive, and every id is known. */
function expectNothingLost(dump: StoreDump, archive: MemoryArchive, documentIds: ReadonlySet<string>): void {
  const here = new Set(dump.documents.map(({ id }) => id));
  const archived = new Set(archive.content().documents.map(({ id }) => id));
  const registered = new Set(dump.registry.filter(({ kind }) => kind === "document").map(({ id }) => id));
  for (const id of documentIds) {
    expect([id, here.has(id) || (archived.has(id) && registered.has(id))]).toEqual([id, true]);
  }
  const backedUp = dump.counters.find(({ name }) => name === "backup:documents")?.value ?? 0n;
  const archivedNos = archive.content().documents;
  for (const { id, no } of archivedNos) if (no > backedUp) expect([id, here.has(id)]).toEqual([id, true]);
}

async function createTwin(archive?: MemoryArchive): Promise<LedgerWorld> {
  const world = await createLedgerWorld(archive === undefined ? {} : { ledger: { archive } });
  await world.execute(...openings);
  return world;
}

test("a root that cleans up answers every command as one that keeps everything, loses nothing and passes its audit", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 60 }), async (steps) => {
      const archive = createMemoryArchive();
      const world = await createTwin(archive);
      const twin = await createTwin();
      const { storage, context } = world;
      const archiver = createArchiver({ storage, archive });
      const cleanup = cleanupOf(world, { backups: "confirmed", reservationRetentionDays: 36_500 });
      const documentIds = new Set(["start-a", "start-b"]);

      const perform: Readonly<Record<Duty, () => Promise<unknown>>> = {
        archive: () => archiver.run(),
        archivePage: () => archiver.run({ limit: 1, maxPages: 1 }),
        backup: async () => confirmBackup(storage, await markBackup(storage)),
        cleanup: () => cleanup.run(),
        cleanupPage: () => cleanup.run({ limit: 1, maxPages: 1 }),
        months: async () => {
          for (const { clock } of [world, twin]) clock.advance(91 * dayMs);
        },
      };

      for (const one of steps) {
        if ("type" in one) {
          const [result] = await world.ledger.batch([one]);
          const [expected] = await twin.ledger.batch([one]);
          expect(told(result as CommandResult)).toEqual(told(expected as CommandResult));
          if (result?.status === "accepted" && result.product.type === "document") documentIds.add(one.id);
        } else {
          for (const duty of one) await perform[duty]();
        }
        expectNothingLost(await world.store.dump(), archive, documentIds);
      }

      const report = await createAudit({ storage, context, archive, pageSize: 3 }).run();
      expect(report.findings).toEqual([]);
      const accounts = (await world.store.dump()).accounts;
      expect(accounts).toEqual((await twin.store.dump()).accounts);
      for (const { id } of accounts) {
        const history = await world.ledger.history({ accountId: id });
        const entries = (await twin.ledger.history({ accountId: id })).map(({ entry, balanceAfter }) => [
          entry,
          balanceAfter,
        ]);
        expect(history.map(({ entry, balanceAfter }) => [entry, balanceAfter])).toEqual(entries);
      }
    }),
    { numRuns: 150 },
  );
});
