import type { OutboxEvent } from "@opora/core";
import { describe, expect, test } from "vitest";
import { createEventLog } from "../../../src/events/event-log.js";
import { createExternalDocuments } from "../../../src/external/create-external-documents.js";
import { createMonitor } from "../../../src/monitor/monitor.js";
import { createOfflineRequests } from "../../../src/requests/create-offline-requests.js";
import { createLedgerWorld, globalLine, type LedgerWorld } from "../../ledger-world.js";
import { createRootWithAccounts, originRecord, settleFacts, tillFact } from "../../services-world.js";

const pay = (id: string, accountId: string, total: bigint) =>
  ({ type: "pay", id, total, currency: "RUB", from: { accountId } }) as const;

async function createTroubledRoot(): Promise<LedgerWorld> {
  const world = await createRootWithAccounts();
  const { storage, context } = world;
  const first = tillFact(1n, [globalLine("nobody", -7n)]);
  await settleFacts(world, [first, { ...first, seq: 2n }, tillFact(3n, [globalLine("a-pay", -5n)])]);
  const requests = createOfflineRequests({ storage, context });
  await requests.addRequest({ command: pay("r1", "b-pay", 5n) });
  await requests.run();
  const externals = createExternalDocuments({ storage, context });
  const { id, ...command } = pay("", "b-pay", 5n);
  await externals.add({ source: "erp", externalNumber: "17", command });
  await externals.run();
  return world;
}

const logOf = ({ storage, context }: LedgerWorld) => createEventLog({ storage, context, pageSize: 2 });

describe("the event log", () => {
  test("is read page by page", async () => {
    const log = logOf(await createTroubledRoot());
    const all = await log.read();

    expect(all.map(({ type }) => type)).toEqual([
      "document.suspended",
      "document.duplicate",
      "account.overdrawn",
      "request.failed",
      "external.failed",
    ]);
    expect(all.map(({ no }) => no)).toEqual([1n, 2n, 3n, 4n, 5n]);
    expect(await log.read({ after: 3n, limit: 1 })).toEqual(all.slice(3, 4));
    expect(all[4]).toMatchObject({ legacyCode: 147_050n, data: { source: "erp" } });
  });

  test("is handed over in order, once when all goes well, with ids that a restored node does not give out again", async () => {
    const world = await createTroubledRoot();
    const log = logOf(world);
    const published: OutboxEvent[] = [];
    const publisher = {
      async publish(events: readonly OutboxEvent[]) {
        published.push(...events);
      },
    };

    expect(await log.relay({ publisher, maxPages: 1 })).toEqual({ published: 2, isCaughtUp: false });
    expect(await log.relay({ publisher })).toEqual({ published: 3, isCaughtUp: true });
    expect(await log.relay({ publisher })).toEqual({ published: 0, isCaughtUp: true });
    expect(await log.relay({ publisher, consumer: "other" })).toMatchObject({ published: 5 });

    expect(published.slice(0, 5).map(({ position }) => position)).toEqual([1n, 2n, 3n, 4n, 5n]);
    expect(published[0]).toMatchObject({
      id: "root:e1:1",
      name: "processing.document.suspended",
      key: "till-doc-1",
      payload: { version: 1, nodeId: "root", subject: "till-doc-1" },
    });
    expect(await log.position("publisher")).toBe(5n);
  });

  test("stands still while the publisher fails, and a cursor never goes back", async () => {
    const log = logOf(await createTroubledRoot());
    const publisher = { publish: () => Promise.reject(new Error("no broker")) };

    await expect(log.relay({ publisher })).rejects.toThrow("no broker");
    expect(await log.position("publisher")).toBe(0n);
    await log.confirm("publisher", 4n);
    await log.confirm("publisher", 2n);
    expect(await log.position("publisher")).toBe(4n);
  });
});

describe("the monitor", () => {
  test("lists and counts what waits for a person, without personal data", async () => {
    const { storage, context } = await createTroubledRoot();
    const monitor = createMonitor({ storage, context });

    const problems = await monitor.problems();

    expect(problems.map(({ kind, code }) => [kind, code])).toEqual([
      ["suspension", "unknown-account"],
      ["failedRequest", "PROCESSING_INSUFFICIENT_FUNDS"],
      ["failedExternalDocument", "PROCESSING_INSUFFICIENT_FUNDS"],
    ]);
    expect(JSON.stringify(problems)).not.toMatch(/anna|boris/);
    expect((await monitor.status()).problems).toEqual({
      suspensions: 1,
      failedRequests: 1,
      failedExternalDocuments: 1,
    });
  });

  test("tells how far every child has come", async () => {
    const world = await createTroubledRoot();
    const { storage, context, clock } = world;
    await world.store.transaction("write", (transaction) =>
      transaction.write([
        {
          table: "origins",
          put: [
            originRecord({
              received: 5n,
              settled: 3n,
              announced: 9n,
              archived: 2n,
              lastContactAtMs: clock.now().getTime() - 4000,
            }),
          ],
        },
        {
          table: "inbox",
          insert: [4n, 5n].map((seq) => ({
            originId: "till-1:i1",
            seq,
            documentId: `d${seq}`,
            body: "{}",
            receivedAtMs: clock.now().getTime() - Number(10n - seq) * 1000,
          })),
        },
      ]),
    );
    const monitor = createMonitor({ storage, context });

    expect(await monitor.status()).toMatchObject({
      role: "root",
      unarchived: 2n,
      origins: [{ originId: "till-1:i1", lagDocuments: 6n, lagSeconds: 6, settled: 3n }],
    });
    const metrics = await monitor.metrics();
    const value = (name: string) => metrics.find((metric) => metric.name === name)?.samples[0]?.value;
    expect(value("processing_origin_lag_documents")).toBe(6);
    expect(value("processing_origin_inbox")).toBe(2);
    expect(value("processing_origin_last_contact_seconds")).toBe(4);
    expect(new Set(metrics.map(({ name }) => name)).size).toBe(metrics.length);
    for (const { name, help } of metrics) {
      expect(name).toMatch(/^processing_[a-z_]+$/);
      expect(help).not.toBe("");
    }
  });

  test("counts events by type, each once", async () => {
    const { storage, context } = await createTroubledRoot();
    const monitor = createMonitor({ storage, context, processMetrics: () => [] });

    expect(await monitor.countEvents({ limit: 2 })).toBe(5);
    expect(await monitor.countEvents()).toBe(0);

    const metrics = await monitor.metrics();
    const value = (name: string) => metrics.find((metric) => metric.name === name)?.samples[0]?.value;
    expect(value("processing_documents_duplicate_total")).toBe(1);
    expect(value("processing_documents_suspended_total")).toBe(1);
    expect(value("processing_documents_conflict_total")).toBe(0);
    expect(value("processing_accounts_overdrawn_total")).toBe(1);
  });

  test("warns when the store is too large", async () => {
    const { storage, context } = await createRootWithAccounts();
    const status = (bytes: number) =>
      createMonitor({ storage, context, storeSize: async () => bytes, storeSizeWarningBytes: 1000 }).status();

    expect(await status(999)).toMatchObject({ storeBytes: 999, isStoreTooLarge: false });
    expect(await status(1000)).toMatchObject({ isStoreTooLarge: true });
  });

  test("tells how a child stands", async () => {
    const world = await createLedgerWorld({ role: "child", node: { acked: 1n, resyncThrough: 3n, haltCode: "X" } });
    await world.execute(
      { type: "open", id: "local", customerId: "x", kind: "bonus", currency: "RUB", scope: "local" },
      { type: "topUp", id: "t1", accountId: "local", amount: 1n },
      { type: "topUp", id: "t2", accountId: "local", amount: 1n },
    );
    const monitor = createMonitor({ storage: world.storage, context: world.context });

    expect((await monitor.status()).child).toEqual({
      lastSeq: 2n,
      acked: 1n,
      settled: 0n,
      durable: 0n,
      isCaughtUp: true,
      isResynchronising: true,
      haltCode: "X",
    });
    const metrics = await monitor.metrics();
    expect(metrics.find(({ name }) => name === "processing_child_outbox")?.samples[0]?.value).toBe(1);
  });
});
