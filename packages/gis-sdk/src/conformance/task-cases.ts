import { type ConformanceCase, expectRejection, expectThat } from "@opora/core/conformance";
import { GisError, type PaymentRecord } from "@opora/gis-sdk";
import {
  at,
  batch,
  event,
  expectEqual,
  openTask,
  organisationOf,
  packet,
  record,
  sealedTask,
  start,
  supplierPayment,
} from "./fixtures.js";
import type { GisStoreSubject } from "./store-subject.js";

async function expectConflict(work: Promise<unknown>, message: string): Promise<void> {
  const error = await expectRejection(work, message);
  expectThat(GisError.is(error) && error.code === "GIS_TASK_CONFLICT", `${message}, with GIS_TASK_CONFLICT`);
}

/** Tasks, batches and seals. */
export const taskCases: readonly ConformanceCase<GisStoreSubject>[] = [
  {
    name: "a task is opened once and comes back as it was opened",
    async run({ store }) {
      const task = {
        id: "task-opened",
        profile: "operator139",
        orgPpaGuid: organisationOf("task-opened"),
        packetSize: 321,
        createdAt: start,
      } as const;
      expectEqual(await store.openTask(task), task, "the opened task");
      expectEqual(await store.openTask({ ...task, createdAt: at(5) }), task, "the task opened again");
      expectEqual(await store.findTask(task.id), task, "the stored task");
      expectThat((await store.findTask("task-never-opened")) === undefined, "an unknown task must be absent");
    },
  },
  {
    name: "a task id cannot be taken for another profile, organisation or packet size",
    async run({ store }) {
      const task = {
        id: "task-taken",
        profile: "supplier",
        orgPpaGuid: organisationOf("task-taken"),
        packetSize: 10,
        createdAt: start,
      } as const;
      await store.openTask(task);
      await expectConflict(store.openTask({ ...task, profile: "operator" }), "another profile must be refused");
      await expectConflict(
        store.openTask({ ...task, orgPpaGuid: organisationOf("other") }),
        "another organisation must be refused",
      );
      await expectConflict(store.openTask({ ...task, packetSize: 11 }), "another packet size must be refused");
    },
  },
  {
    name: "one of several instances that open a task at once makes it, and all get the same",
    async run({ store }) {
      const opened = await Promise.all([1, 2, 3, 4].map(() => openTask(store, "task-raced")));
      for (const task of opened) expectEqual(task, opened[0], "each task");
    },
  },
  {
    name: "a batch is added once and keeps the TransportGUIDs of the first time",
    async run({ store }) {
      const taskId = "task-batch-again";
      await openTask(store, taskId);
      expectEqual(await store.addBatch(batch(taskId)), "added", "the first time");
      const others = batch(taskId).payments.map(
        (payment): PaymentRecord => ({
          ...payment,
          payment: { ...payment.payment, transportGuid: organisationOf("another guid") },
        }),
      );
      expectEqual(await store.addBatch(batch(taskId, 1, { payments: others })), "present", "the second time");
      const stored = await store.listPayments({ taskId, limit: 10 });
      expectEqual(stored, batch(taskId).payments, "the stored payments");
    },
  },
  {
    name: "a batch with other content, or a new one after the seal, is refused",
    async run({ store }) {
      const taskId = "task-batch-other";
      await sealedTask(store, taskId);
      await expectConflict(store.addBatch(batch(taskId, 1, { digest: "other" })), "other content must be refused");
      await expectConflict(store.addBatch(batch(taskId, 2)), "a batch after the seal must be refused");
      expectEqual((await store.listPayments({ taskId, limit: 10 })).length, 2, "the number of payments");
    },
  },
  {
    name: "instances that add the same batch at once add it once",
    async run({ store }) {
      const taskId = "task-batch-raced";
      await openTask(store, taskId);
      const outcomes = await Promise.all([1, 2, 3].map(() => store.addBatch(batch(taskId))));
      expectEqual(outcomes.filter((outcome) => outcome === "added").length, 1, "how often it was added");
      expectEqual((await store.listPayments({ taskId, limit: 10 })).length, 2, "the number of payments");
    },
  },
  {
    name: "a seal counts the batches, and its events are appended once",
    async run({ store, readEvents }) {
      const taskId = "task-sealed";
      const key = `gis/${taskId}`;
      await openTask(store, taskId);
      await store.addBatch(batch(taskId));
      await expectConflict(
        store.sealTask({ taskId, batches: 2, sealedAt: start, events: [] }),
        "a wrong number of batches must be refused",
      );
      await store.sealTask({ taskId, batches: 1, sealedAt: at(7), events: [event("sealed-1", key)] });
      const again = await store.sealTask({ taskId, batches: 1, sealedAt: at(9), events: [event("sealed-2", key)] });
      expectEqual(again.sealedAt, at(7), "the time of the seal");
      expectEqual(await readEvents(key), [event("sealed-1", key)], "the events");
      await expectConflict(
        store.sealTask({ taskId, batches: 2, sealedAt: start, events: [] }),
        "another number of batches must be refused after the seal",
      );
    },
  },
  {
    name: "every part of a payment comes back, in each of the three forms",
    async run({ store }) {
      const taskId = "task-round-trip";
      await openTask(store, taskId);
      const payments = [richOperatorPayment(taskId), operator139Payment(taskId), refusedPayment(taskId)];
      await store.addBatch({ taskId, number: 1, digest: "rich", packet: packet(taskId), payments });
      expectEqual(await store.listPayments({ taskId, limit: 10 }), payments, "the stored payments");
    },
  },
  {
    name: "a batch of which no payment may be sent has no packet",
    async run({ store }) {
      const taskId = "task-no-packet";
      await openTask(store, taskId);
      const { packet: _without, ...rest } = batch(taskId);
      await store.addBatch({ ...rest, payments: [refusedPayment(taskId)] });
      await store.sealTask({ taskId, batches: 1, sealedAt: start, events: [] });
      expectEqual(await store.listPackets({ taskId, limit: 10 }), [], "the packets");
      expectEqual((await store.listPayments({ taskId, limit: 10 })).length, 1, "the number of payments");
    },
  },
];

function richOperatorPayment(taskId: string): PaymentRecord {
  return record(taskId, 0, {
    payment: {
      profile: "operator",
      transportGuid: organisationOf("rich"),
      payer: { id: "1", name: "Плательщик «Ёлка» & Co <1>" },
      recipient: {
        inn: "7707083893",
        legal: { kpp: "770701001", name: 'ООО "УК" 🏠' },
        requisites: {
          inn: "7707083893",
          bankName: "ПАО Банк",
          recipientName: "ООО УК",
          bic: "044525225",
          account: "40702810400000000001",
        },
      },
      orderId: "0".repeat(32),
      orderDate: "2026-01-15",
      amountKopecks: 9_999_999_999_999_999n,
      purpose: "За воду\nи свет",
      onlinePayment: true,
      period: { year: 2026, month: 1 },
      premises: { fiasHouseGuid: organisationOf("house"), person: { surname: "Ы", firstName: "Ю" } },
    },
  });
}

function operator139Payment(taskId: string): PaymentRecord {
  return record(taskId, 1, {
    payment: {
      profile: "operator139",
      transportGuid: organisationOf("139"),
      orderId: "1".repeat(32),
      orderDate: "2026-01-15",
      amountKopecks: 0n,
      service: { id: "00АА000000-01", guid: organisationOf("service") },
    },
  });
}

function refusedPayment(taskId: string): PaymentRecord {
  return record(taskId, 2, {
    payment: { ...supplierPayment(2), orderDate: "not a date" },
    status: "rejected",
    packetNumber: undefined,
    errors: [
      { code: "GIS_RULE_ONE", description: "/orderDate: ГГГГ-ММ-ДД" },
      { code: "GIS_RULE_TWO", description: "'; DROP TABLE gis_payment; --", stackTrace: "line 1\nline 2" },
    ],
  });
}
