import { type ConformanceCase, expectThat } from "@opora/core/conformance";
import type { PaymentRecord, StoreCommit } from "@opora/gis-sdk";
import {
  at,
  claim,
  committed,
  current,
  event,
  exchange,
  expectEqual,
  record,
  sealedTask,
  start,
  supplierPayment,
  uuidOf,
} from "./fixtures.js";
import type { GisStoreSubject } from "./store-subject.js";

async function payment({ store }: GisStoreSubject, taskId: string, sequence: number): Promise<PaymentRecord> {
  const [found] = await store.readPayments(taskId, [sequence]);
  expectThat(found !== undefined, `payment ${sequence} must be there`);
  return found;
}

/** Changes: all or nothing, by revision, append-only. */
export const commitCases: readonly ConformanceCase<GisStoreSubject>[] = [
  {
    name: "a packet comes back with every part that was committed",
    async run({ store }) {
      const taskId = "commit-every-part";
      await sealedTask(store, taskId);
      const packet = {
        ...(await current(store, taskId)),
        state: "unknown",
        attempt: 3,
        connectFailures: 2,
        exchanges: 9,
        nextSend: "same",
        messageGuid: uuidOf("message"),
        gisMessageGuid: uuidOf("gis"),
        requestState: 2,
        polls: 4,
        ackedAt: at(1),
        nextActionAt: at(2),
        stalledAt: at(3),
        unknownReason: "not-found",
        recovery: "recheck",
        error: { code: "INT002013", description: "Запрос не найден", stackTrace: "at …\nat …" },
        claim: { owner: "owner-z", until: at(4) },
      } as const;
      await committed(store, { taskId, packet });
      expectEqual(await current(store, taskId), { ...packet, revision: packet.revision + 1 }, "the packet");
    },
  },
  {
    name: "what a packet forgets is gone",
    async run({ store }) {
      const taskId = "commit-forget";
      await sealedTask(store, taskId);
      const full = {
        ackedAt: at(1),
        stalledAt: at(1),
        error: { code: "X", description: "y" },
        requestState: 1,
      } as const;
      await committed(store, { taskId, packet: { ...(await current(store, taskId)), ...full } });
      const bare = { ackedAt: undefined, stalledAt: undefined, error: undefined, requestState: undefined };
      const packet = { ...(await current(store, taskId)), ...bare, nextActionAt: undefined, claim: undefined };
      await committed(store, { taskId, packet });
      expectEqual(await current(store, taskId), { ...packet, revision: packet.revision + 1 }, "the packet");
    },
  },
  {
    name: "a commit on an old revision changes nothing at all",
    async run(subject) {
      const { store, readEvents } = subject;
      const taskId = "commit-stale";
      await sealedTask(store, taskId);
      const packet = await current(store, taskId);
      await claim(store, taskId);
      const result = await store.commit({
        taskId,
        packet: { ...packet, state: "applied" },
        members: { from: ["packed"], to: "sent" },
        payments: [{ sequence: 0, from: "packed", to: "rejected" }],
        newPackets: [{ kind: "import", size: 1, amountKopecks: 1n, nextActionAt: start }],
        exchange: exchange(packet, 1),
        task: { type: "cancelled", at: start },
        events: [event("stale", `gis/${taskId}`)],
      });
      expectEqual(result, { status: "stale" }, "the result");
      expectEqual((await current(store, taskId)).state, "formed", "the state of the packet");
      expectEqual((await payment(subject, taskId, 0)).status, "packed", "the status of the payment");
      expectEqual((await store.listPackets({ taskId, limit: 10 })).length, 1, "the number of packets");
      expectEqual(await store.listExchanges(packet), [], "the exchanges");
      expectEqual((await store.findTask(taskId))?.cancelledAt, undefined, "the task");
      expectEqual(await readEvents(`gis/${taskId}`), [], "the events");
    },
  },
  {
    name: "a commit on a payment in another status changes nothing at all",
    async run(subject) {
      const { store } = subject;
      const taskId = "commit-stale-payment";
      await sealedTask(store, taskId);
      const packet = await current(store, taskId);
      const result = await store.commit({
        taskId,
        packet: { ...packet, state: "applied" },
        payments: [
          { sequence: 0, from: "packed", to: "rejected", errors: [{ code: "A", description: "a" }] },
          { sequence: 1, from: "sent", to: "loaded" },
        ],
        events: [],
      });
      expectEqual(result, { status: "stale" }, "the result");
      expectEqual(await current(store, taskId), packet, "the packet");
      expectEqual(await payment(subject, taskId, 0), record(taskId, 0), "the first payment");
    },
  },
  {
    name: "of several commits on one revision exactly one goes through",
    async run({ store, readEvents }) {
      const taskId = "commit-raced";
      const key = `gis/${taskId}`;
      await sealedTask(store, taskId);
      const packet = await current(store, taskId);
      const results = await Promise.all(
        [1, 2, 3, 4].map((attempt) =>
          store.commit({ taskId, packet: { ...packet, attempt }, events: [event(`raced-${attempt}`, key)] }),
        ),
      );
      expectEqual(results.filter(({ status }) => status === "committed").length, 1, "how many went through");
      expectEqual((await current(store, taskId)).revision, packet.revision + 1, "the revision");
      expectEqual((await readEvents(key)).length, 1, "the number of events");
    },
  },
  {
    name: "a change of all payments of a packet leaves other statuses and other packets alone",
    async run(subject) {
      const { store } = subject;
      const taskId = "commit-members";
      await sealedTask(store, taskId, 2);
      await committed(store, { taskId, payments: [{ sequence: 1, from: "packed", to: "rejected" }] });
      const packet = await current(store, taskId);
      await committed(store, { taskId, packet, members: { from: ["packed", "unknown"], to: "sent" } });
      const statuses = (await store.listPayments({ taskId, limit: 10 })).map(({ status }) => status);
      expectEqual(statuses, ["sent", "rejected", "packed", "packed"], "the statuses");
    },
  },
  {
    name: "answers, marks and errors of payments are kept, errors in the order in which they came",
    async run(subject) {
      const { store } = subject;
      const taskId = "commit-payments";
      await sealedTask(store, taskId);
      const answer = { guid: uuidOf("guid"), uniqueNumber: "УН-1", updateDate: "2026-01-16T10:00:00.000+03:00" };
      const errors = [
        { code: "INT002000", description: "Значение отсутствует в реестре", packetNumber: 1 },
        { code: "SRV012001", description: "Ранее загружен", stackTrace: "…", packetNumber: 1 },
      ];
      await committed(store, {
        taskId,
        payments: [
          { sequence: 0, from: "packed", to: "loaded", answer },
          { sequence: 1, from: "packed", to: "rejected", errors, attention: "already-loaded-unproven" },
        ],
      });
      const later = [{ code: "INT002000", description: "Снова", packetNumber: 2 }];
      await committed(store, {
        taskId,
        payments: [{ sequence: 1, from: "rejected", to: "rejected", errors: later, attention: "none" }],
      });
      expectEqual(await payment(subject, taskId, 0), record(taskId, 0, { status: "loaded", answer }), "the loaded one");
      const rejected = record(taskId, 1, { status: "rejected", errors: [...errors, ...later] });
      expectEqual(await payment(subject, taskId, 1), rejected, "the rejected one");
    },
  },
  {
    name: "payments move into new packets, which are numbered after all others",
    async run(subject) {
      const { store } = subject;
      const taskId = "commit-move";
      await sealedTask(store, taskId, 2);
      const replacement = { ...supplierPayment(1, 777n), transportGuid: uuidOf("replaced") };
      const cancellation = { transportGuid: uuidOf("cancel"), orderId: "УН-1", cancellationDate: "2026-01-20" };
      const numbers = await committed(store, {
        taskId,
        newPackets: [
          { kind: "import", size: 1, amountKopecks: 777n, nextActionAt: at(5) },
          { kind: "cancellation", size: 1, amountKopecks: 100n, nextActionAt: at(6) },
        ],
        payments: [
          {
            sequence: 1,
            from: "packed",
            to: "packed",
            move: { newPacket: 0, earlierSends: 3, replacement },
          },
          { sequence: 0, from: "packed", to: "cancelling", cancellation, move: { newPacket: 1, earlierSends: 0 } },
        ],
      });
      expectEqual(numbers, [3, 4], "the numbers");
      const formed = await current(store, taskId, 3);
      expectEqual(
        [formed.kind, formed.state, formed.size, formed.amountKopecks],
        ["import", "formed", 1, 777n],
        "packet 3",
      );
      expectEqual(formed.nextActionAt, at(5), "when packet 3 is due");
      const moved = record(taskId, 1, {
        payment: replacement,

        packetNumber: 3,
        earlierSends: 3,
      });
      expectEqual(await store.readMembers({ taskId, number: 3 }), [moved], "the payments of packet 3");
      const cancelled = record(taskId, 0, { status: "cancelling", cancellation, packetNumber: 4 });
      expectEqual(await store.readMembers({ taskId, number: 4 }), [cancelled], "the payments of packet 4");
      expectEqual(await store.readMembers({ taskId, number: 1 }), [], "the payments left in packet 1");
    },
  },
  {
    name: "packets that are formed at once get different numbers",
    async run({ store }) {
      const taskId = "commit-numbers";
      await sealedTask(store, taskId);
      const newPackets = [{ kind: "import", size: 1, amountKopecks: 1n, nextActionAt: start }] as const;
      const numbers = await Promise.all([1, 2, 3, 4].map(() => committed(store, { taskId, newPackets })));
      expectEqual(numbers.flat().sort(), [2, 3, 4, 5], "the numbers");
    },
  },
  {
    name: "the bytes of requests and answers come back exactly, and an outcome is written once",
    async run({ store }) {
      const taskId = "commit-exchanges";
      await sealedTask(store, taskId);
      const packet = await current(store, taskId);
      const bytes = Uint8Array.from({ length: 100_000 }, (_, index) => (index * 7) & 0xff);
      const first = exchange(packet, 1, { request: bytes });
      await committed(store, { taskId, packet, exchange: first });
      const key = { taskId, number: 1, exchange: 1 };
      const outcome = {
        ...key,
        finishedAt: at(9),
        status: 500,
        response: Uint8Array.of(1, 2, 0, 255),
        responseSha256: "f".repeat(64),
      };
      await committed(store, { taskId, outcome });
      await committed(store, { taskId, outcome: { ...key, finishedAt: at(10), failedPhase: "sent", error: "later" } });
      expectEqual(await store.listExchanges(packet), [{ request: first, outcome }], "the exchange");
    },
  },
  {
    name: "the last send is found among polls, with its bytes",
    async run({ store }) {
      const taskId = "commit-last-send";
      await sealedTask(store, taskId);
      const packet = await current(store, taskId);
      expectEqual(await store.findLastSend(packet), undefined, "the last send before any");
      const commits: StoreCommit["exchange"][] = [
        exchange(packet, 1),
        exchange(packet, 2, { request: new Uint8Array(0) }),
        exchange(packet, 3, { kind: "poll" }),
      ];
      for (const next of commits) await committed(store, { taskId, exchange: next });
      expectEqual(await store.findLastSend(packet), commits[1], "the last send");
      expectEqual(
        (await store.listExchanges(packet)).map(({ request }) => request.exchange),
        [1, 2, 3],
        "the order",
      );
    },
  },
  {
    name: "events are appended in order, and the same id once",
    async run({ store, readEvents }) {
      const taskId = "commit-events";
      const key = `gis/${taskId}`;
      await sealedTask(store, taskId);
      const [first, second, third] = ["events-1", "events-2", "events-3"].map((id) => event(id, key));
      expectThat(first !== undefined && second !== undefined && third !== undefined, "three events");
      await committed(store, { taskId, events: [first, second] });
      await committed(store, { taskId, events: [second, third] });
      expectEqual(await readEvents(key), [first, second, third], "the events");
    },
  },
  {
    name: "the first reason of a halted task stays",
    async run({ store }) {
      const taskId = "commit-halted";
      await sealedTask(store, taskId);
      const error = { code: "AUT011003", description: "Доступ запрещён" };
      await committed(store, { taskId, task: { type: "halted", error } });
      await committed(store, { taskId, task: { type: "halted", error: { code: "HTTP_401", description: "x" } } });
      expectEqual((await store.findTask(taskId))?.haltedBy, error, "the reason");
      await committed(store, { taskId, task: { type: "resumed" } });
      expectEqual((await store.findTask(taskId))?.haltedBy, undefined, "the reason after it was resumed");
    },
  },
];
