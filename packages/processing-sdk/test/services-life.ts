import type { JsonObject } from "@opora/core";
import { createManualClock } from "@opora/core/testing";
import type { ProcessingArchive, ProcessingStore } from "@opora/processing-sdk";
import {
  archiveMigrations,
  createSqlArchive,
  createSqlProcessingStore,
  processingMigrations,
} from "@opora/processing-sdk/sql";
import { createMemoryArchive, createMemoryStore } from "@opora/processing-sdk/testing";
import { migrate, type SqlDatabase } from "@opora/sql";
import { expect, test } from "vitest";
import { createArchiver } from "../src/archive/archiver.js";
import { answerDigest } from "../src/audit/answer-digest.js";
import { compareWithRoot } from "../src/audit/compare-with-root.js";
import { createAudit } from "../src/audit/create-audit.js";
import { createCleanup } from "../src/cleanup/create-cleanup.js";
import type { Command } from "../src/domain/commands.js";
import { createEventLog } from "../src/events/event-log.js";
import { createExternalDocuments } from "../src/external/create-external-documents.js";
import { bookFacts } from "../src/ledger/book-facts.js";
import { executeCommands } from "../src/ledger/execute-commands.js";
import type { LedgerContext } from "../src/ledger/ledger-context.js";
import { createMonitor } from "../src/monitor/monitor.js";
import { createOfflineRequests } from "../src/requests/create-offline-requests.js";
import { confirmBackup, markBackup } from "../src/root/backup-marks.js";
import { createCustomerTotals } from "../src/totals/create-customer-totals.js";
import { readEverything } from "./differential/read-everything.js";
import { globalLine, nodeRecord } from "./ledger-world.js";
import { cleanupRules, dayMs, originRecord, storageOver, tillFact } from "./services-world.js";

/** Lets every service of a root do its work on a store, in pages of two, and tells everything that it reported and left. */
async function liveThroughServices(store: ProcessingStore, archive: ProcessingArchive): Promise<readonly string[]> {
  const clock = createManualClock(new Date("2026-01-15T09:00:00Z"));
  const rules = { creditsOnBlocked: "accept", factsOnBlocked: "apply", shards: 3 } as const;
  const context: LedgerContext = { role: "root", nodeId: "root", run: "run-1", rules, clock };
  const storage = storageOver(store);
  const paged = { storage, context, pageSize: 2 };
  const told: unknown[] = [];
  const execute = (...commands: readonly Command[]) =>
    storage.online((transaction) => executeCommands(context, transaction, commands));

  await storage.online((transaction) =>
    transaction.write([
      { table: "node", insert: [nodeRecord({})] },
      { table: "origins", insert: [originRecord({ received: 3n, settled: 3n })] },
    ]),
  );
  const customers = ["anna", "boris", "carl", "dora"];
  await execute(
    ...customers.flatMap((customerId): readonly Command[] => [
      { type: "open", id: `${customerId}-bonus`, customerId, kind: "bonus", currency: "RUB" },
      { type: "open", id: `${customerId}-pay`, customerId, kind: "payment", currency: "RUB" },
      { type: "topUp", id: `start-${customerId}`, accountId: `${customerId}-pay`, amount: 100n },
      { type: "topUp", id: `gift-${customerId}`, accountId: `${customerId}-bonus`, amount: 10n },
    ]),
    { type: "transfer", id: "m1", from: "anna-pay", to: "boris-pay", amount: 30n },
  );
  await storage.background((transaction) =>
    bookFacts(context, transaction, [
      tillFact(1n, [globalLine("carl-pay", -40n)]),
      tillFact(2n, [globalLine("nobody", -5n)]),
      tillFact(3n, [globalLine("dora-pay", 20n)], { kind: "topUp" }),
    ]),
  );

  const requests = createOfflineRequests(paged);
  await requests.addRequest({ command: { type: "refund", id: "q1", documentId: "start-anna", amount: 4n } });
  await requests.addRequest({
    command: { type: "adjust", id: "q2", currency: "RUB", postings: [], reason: "count" },
    lineCount: 2,
  });
  await requests.addRequestLines("q2", [{ position: 2, accountId: "carl-pay", amount: 6n }]);
  await requests.addRequest({
    command: { type: "pay", id: "q3", total: 999n, currency: "RUB", from: { accountId: "anna-pay" } },
  });
  told.push(await requests.run());
  await requests.addRequestLines("q2", [{ position: 1, accountId: "dora-pay", amount: 6n }]);
  told.push(await requests.run(), await requests.failures());

  const externals = createExternalDocuments(paged);
  await externals.add({
    source: "erp",
    externalNumber: "1",
    command: { type: "pay", total: 140n, currency: "RUB", from: { accountId: "boris-pay" } },
  });
  await externals.add({
    source: "erp",
    externalNumber: "2",
    command: { type: "topUp", accountId: "boris-pay", amount: 10n },
  });
  await externals.add({
    source: "erp",
    externalNumber: "3",
    command: { type: "topUp", accountId: "nobody", amount: 10n },
  });
  told.push(await externals.run(), await externals.failures());

  const totals = createCustomerTotals({
    ...paged,
    clubs: [{ id: "club" }, { id: "all", kinds: ["payment", "bonus"] }],
  });
  told.push(await totals.run());
  const taken = await totals.takeDirty({ limit: 3 });
  told.push(taken, await totals.confirm(taken), await totals.takeDirty());

  const audit = createAudit({ ...paged, archive });
  const archiver = createArchiver({ storage, archive, pageSize: 2 });
  told.push(await audit.run(), await archiver.run(), await archiver.run());
  await confirmBackup(storage, await markBackup(storage));
  clock.advance(400 * dayMs);
  const cleanup = createCleanup({ storage, context, rules: { ...cleanupRules, backups: "confirmed" } });
  const log = createEventLog(paged);
  await log.relay({ publisher: { publish: async () => undefined } });
  const monitor = createMonitor({ storage, context });
  told.push(await monitor.countEvents({ limit: 1 }), await cleanup.run(), await audit.run());
  await execute({ type: "topUp", id: "last", accountId: "anna-pay", amount: 1n });
  told.push(await archiver.run(), await audit.run(), await monitor.status(), await monitor.metrics());
  told.push(await monitor.problems(), await log.read());
  const ask = (body: JsonObject) => answerDigest(storage, body);
  told.push(await compareWithRoot({ storage, ask, accountsPerRange: 2 }));
  told.push(await archive.findDocument("m1"), await archive.readPostings({ accountId: "anna-pay", limit: 10 }));
  const plain = (_key: string, value: unknown) => (typeof value === "bigint" ? `${value}n` : value);
  return [...told.map((one) => JSON.stringify(one, plain)), ...(await readEverything(store))];
}

/** The services do the same on a database as in memory. */
export function runServicesOnSql(engine: string, open: () => Promise<SqlDatabase>): void {
  test(`every service does the same on ${engine} as in memory`, async () => {
    const expected = await liveThroughServices(createMemoryStore(), createMemoryArchive());
    const database = await open();
    try {
      await migrate(database, [processingMigrations, archiveMigrations]);

      const lived = await liveThroughServices(createSqlProcessingStore(database), createSqlArchive(database));

      expect(lived).toEqual(expected);
    } finally {
      await database.close();
    }
  });
}
