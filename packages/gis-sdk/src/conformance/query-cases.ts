import type { ConformanceCase } from "@opora/core/conformance";
import { type Packet, packetStates, paymentStatuses } from "@opora/gis-sdk";
import {
  at,
  batch,
  committed,
  expectEqual,
  openTask,
  organisationOf,
  packet,
  put,
  record,
  sealedTask,
  start,
  supplierPayment,
} from "./fixtures.js";
import type { GisStoreSubject } from "./store-subject.js";

/** What is asked for without being changed. */
export const queryCases: readonly ConformanceCase<GisStoreSubject>[] = [
  {
    name: "a task is counted by state and status, with sums beyond what a double holds",
    async run({ store }) {
      const taskId = "query-counts";
      await openTask(store, taskId);
      const large = 9_007_199_254_740_993n;
      const payments = [
        record(taskId, 0, { payment: supplierPayment(0, large), status: "loaded" }),
        record(taskId, 1, { payment: supplierPayment(1, large + 1n), status: "loaded" }),
        record(taskId, 2, { payment: supplierPayment(2, 5n), status: "rejected", attention: "already-loaded-differs" }),
      ];
      await store.addBatch({ taskId, number: 1, digest: "d", packet: packet(taskId, 1, { attempt: 1 }), payments });
      await store.addBatch(batch(taskId, 2, { payments: [] }));
      await store.sealTask({ taskId, batches: 2, sealedAt: start, events: [] });
      const counts = await store.countTask(taskId);
      expectEqual(counts?.payments.loaded, { count: 2, amountKopecks: large * 2n + 1n }, "the loaded payments");
      expectEqual(counts?.payments.rejected, { count: 1, amountKopecks: 5n }, "the rejected payments");
      expectEqual(counts?.payments.sent, { count: 0, amountKopecks: 0n }, "the sent payments");
      expectEqual(Object.keys(counts?.payments ?? {}).sort(), [...paymentStatuses].sort(), "the statuses counted");
      expectEqual(Object.keys(counts?.packets ?? {}).sort(), [...packetStates].sort(), "the states counted");
      expectEqual([counts?.packets.formed, counts?.packets.applied], [2, 0], "the packets");
      expectEqual([counts?.packetsAttempted, counts?.paymentsWithAttention], [1, 1], "attempts and marks");
      expectEqual(await store.countTask("query-no-such-task"), undefined, "an unknown task");
    },
  },
  {
    name: "packets with which nothing happens by itself are counted",
    async run({ store }) {
      const taskId = "query-decisions";
      await sealedTask(store, taskId, 4);
      await put(store, taskId, { state: "unknown", recovery: "ask", nextActionAt: undefined }, {}, 1);
      await put(store, taskId, { state: "unknown", recovery: "rebuild" }, {}, 2);
      await put(store, taskId, { state: "unknown", recovery: "recheck" }, {}, 3);
      await put(store, taskId, { state: "polling", stalledAt: start }, {}, 4);
      const awaiting = async (): Promise<unknown> => (await store.countTask(taskId))?.packetsAwaitingDecision;
      expectEqual(await awaiting(), 1, "while the task runs");
      expectEqual((await store.countTask(taskId))?.packetsStalled, 1, "the stalled packets");
      await committed(store, { taskId, task: { type: "halted", error: { code: "AUT", description: "" } } });
      expectEqual(await awaiting(), 2, "while the task is halted");
    },
  },
  {
    name: "the next instant at which something may happen minds claims and halts",
    async run({ store }) {
      const taskId = "query-next-action";
      await sealedTask(store, taskId, 3);
      const next = async (): Promise<unknown> => (await store.countTask(taskId))?.nextActionAt;
      await put(store, taskId, { nextActionAt: at(100) }, {}, 1);
      await put(store, taskId, { nextActionAt: at(50), claim: { owner: "o", until: at(200) } }, {}, 2);
      await put(store, taskId, { state: "acked", nextActionAt: at(300) }, {}, 3);
      expectEqual(await next(), at(100), "the earliest");
      await put(store, taskId, { state: "applied", nextActionAt: undefined }, {}, 1);
      expectEqual(await next(), at(200), "the end of a claim");
      await committed(store, { taskId, task: { type: "halted", error: { code: "AUT", description: "" } } });
      expectEqual(await next(), at(300), "a poll of a halted task");
      await put(store, taskId, { state: "applied", nextActionAt: undefined }, {}, 3);
      expectEqual(await next(), undefined, "when nothing is to come");
    },
  },
  {
    name: "equal payments of other tasks are found, but not those of other organisations",
    async run({ store }) {
      const [mine, other] = ["query-keys-mine", "query-keys-other"];
      const orgPpaGuid = organisationOf("query-keys");
      for (const taskId of [mine, other]) {
        const org = taskId === mine ? orgPpaGuid : organisationOf("query-keys-foreign");
        await store.openTask({ id: taskId, profile: "supplier", orgPpaGuid: org, packetSize: 2, createdAt: start });
        await store.addBatch(batch(taskId));
      }
      const answer = { uniqueNumber: "УН-7" };
      await committed(store, { taskId: mine, payments: [{ sequence: 1, from: "packed", to: "loaded", answer }] });
      const { businessKey, payment } = record(mine, 1);
      const found = await store.findByBusinessKeys(orgPpaGuid, [businessKey, "no such key"]);
      const { amountKopecks, orderDate } = payment;
      const expected = { taskId: mine, sequence: 1, businessKey, status: "loaded", amountKopecks, orderDate, answer };
      expectEqual(found, [expected], "the payments found");
      expectEqual(await store.findByBusinessKeys(orgPpaGuid, []), [], "the payments of no key");
    },
  },
  {
    name: "packets that stand for too long are found once they do, the longest first",
    async run({ store }) {
      const taskId = "query-stalling";
      await sealedTask(store, taskId, 5);
      const changes: readonly Partial<Packet>[] = [
        { state: "acked", ackedAt: at(20) },
        { state: "polling", ackedAt: at(10) },
        { state: "polling", ackedAt: at(10), stalledAt: at(15) },
        { state: "applied", ackedAt: at(10) },
        { state: "acked", ackedAt: at(30) },
      ];
      for (const [index, change] of changes.entries()) await put(store, taskId, change, {}, index + 1);
      const orgPpaGuid = organisationOf(taskId);
      const found = await store.findStalling({ orgPpaGuid, ackedUntil: at(20), limit: 10 });
      expectEqual(
        found.map(({ number }) => number),
        [2, 1],
        "the packets",
      );
      expectEqual((await store.findStalling({ orgPpaGuid, ackedUntil: at(20), limit: 1 })).length, 1, "a page of one");
    },
  },
  {
    name: "packets and payments are paged by their numbers, and chosen by state",
    async run({ store }) {
      const taskId = "query-pages";
      await sealedTask(store, taskId, 3);
      await put(store, taskId, { state: "acked" }, {}, 2);
      await committed(store, { taskId, payments: [{ sequence: 3, from: "packed", to: "rejected" }] });
      const packets = async (query: object): Promise<unknown> =>
        (await store.listPackets({ taskId, limit: 10, ...query })).map(({ number }) => number);
      const payments = async (query: object): Promise<unknown> =>
        (await store.listPayments({ taskId, limit: 10, ...query })).map(({ sequence }) => sequence);
      expectEqual(await packets({ limit: 2 }), [1, 2], "the first packets");
      expectEqual(await packets({ afterNumber: 2 }), [3], "the packets after the second");
      expectEqual(await packets({ states: ["acked", "applied"] }), [2], "the packets by state");
      expectEqual(await payments({ limit: 2, afterSequence: 1 }), [2, 3], "a page of payments");
      expectEqual(await payments({ statuses: ["rejected"] }), [3], "the payments by status");
      expectEqual(await payments({ statuses: [] }), [], "the payments in none of no statuses");
    },
  },
];
