import type { ConformanceCase } from "@opora/core/conformance";
import { expectThat } from "@opora/core/conformance";
import type { Packet } from "@opora/gis-sdk";
import {
  at,
  batch,
  claim,
  committed,
  current,
  expectEqual,
  openTask,
  organisationOf,
  packet,
  put,
  sealedTask,
  start,
} from "./fixtures.js";
import type { GisStoreSubject } from "./store-subject.js";

function numbers(packets: readonly Packet[]): readonly number[] {
  return packets.map(({ number }) => number);
}

/** Who works on which packet. */
export const claimCases: readonly ConformanceCase<GisStoreSubject>[] = [
  {
    name: "nothing of a task is handed out before it is sealed",
    async run({ store }) {
      const taskId = "claim-draft";
      await openTask(store, taskId);
      await store.addBatch(batch(taskId));
      expectEqual(numbers(await claim(store, taskId)), [], "the packets handed out");
      await store.sealTask({ taskId, batches: 1, sealedAt: start, events: [] });
      expectEqual(numbers(await claim(store, taskId)), [1], "the packets handed out after the seal");
    },
  },
  {
    name: "due packets are handed out, the longest due first, and no more than asked for",
    async run({ store }) {
      const taskId = "claim-order";
      await openTask(store, taskId);
      const dueAt = [at(2), at(1), at(3), at(1)];
      for (const [index, nextActionAt] of dueAt.entries()) {
        await store.addBatch(batch(taskId, index + 1, { packet: packet(taskId, index + 1, { nextActionAt }) }));
      }
      await store.sealTask({ taskId, batches: 4, sealedAt: start, events: [] });
      expectEqual(numbers(await claim(store, taskId, { now: start })), [], "the packets due at the start");
      expectEqual(numbers(await claim(store, taskId, { now: at(2), limit: 2 })), [2, 4], "the first two");
      expectEqual(numbers(await claim(store, taskId, { now: at(2) })), [1], "the next");
      expectEqual(numbers(await claim(store, taskId, { now: at(3) })), [3], "the last, at the instant it is due");
    },
  },
  {
    name: "a packet is under one living claim, however many ask at once",
    async run({ store }) {
      const taskId = "claim-raced";
      await sealedTask(store, taskId, 5);
      const handed = await Promise.all(
        Array.from({ length: 12 }, (_, index) => claim(store, taskId, { owner: `owner-${index}`, limit: 1 })),
      );
      const all = numbers(handed.flat());
      expectThat(all.length === new Set(all).size, `no packet may be handed out twice: ${all.join(", ")}`);
      const rest = numbers(await claim(store, taskId));
      expectEqual(
        [...all, ...rest].sort((left, right) => left - right),
        [1, 2, 3, 4, 5],
        "all packets",
      );
    },
  },
  {
    name: "a claim says whose it is and until when, and raises the revision",
    async run({ store }) {
      const taskId = "claim-recorded";
      await sealedTask(store, taskId);
      const before = await current(store, taskId);
      const [claimed] = await claim(store, taskId, { owner: "owner-x", leaseMs: 1234 });
      expectEqual(claimed?.claim, { owner: "owner-x", until: at(1234) }, "the claim");
      expectEqual(claimed?.revision, before.revision + 1, "the revision");
      expectEqual(await current(store, taskId), claimed, "the stored packet");
    },
  },
  {
    name: "a claim that ended is free for others at that instant, not before",
    async run({ store }) {
      const taskId = "claim-ended";
      await sealedTask(store, taskId);
      await claim(store, taskId, { leaseMs: 1000 });
      expectEqual(numbers(await claim(store, taskId, { owner: "owner-b", now: at(999) })), [], "before its end");
      expectEqual(numbers(await claim(store, taskId, { owner: "owner-b", now: at(1000) })), [1], "at its end");
    },
  },
  {
    name: "packets of other organisations and tasks are not handed out",
    async run({ store }) {
      const taskId = "claim-strangers";
      await sealedTask(store, taskId);
      expectEqual(numbers(await claim(store, taskId, { orgPpaGuid: organisationOf("stranger") })), [], "another's");
      expectEqual(numbers(await claim(store, taskId, { taskId: "claim-elsewhere" })), [], "another task's");
      expectEqual(numbers(await claim(store, taskId, { taskId })), [1], "its own");
    },
  },
  {
    name: "each state is handed out for its work alone",
    async run({ store }) {
      const taskId = "claim-states";
      await sealedTask(store, taskId, 13);
      const states: readonly (readonly [Partial<Packet>, "send" | "poll" | "none"])[] = [
        [{ state: "formed" }, "send"],
        [{ state: "signing", nextActionAt: undefined }, "send"],
        [{ state: "sending", nextActionAt: undefined }, "send"],
        [{ state: "acked", ackedAt: start }, "poll"],
        [{ state: "polling", ackedAt: start }, "poll"],
        [{ state: "unknown", recovery: "recheck" }, "poll"],
        [{ state: "unknown", recovery: "rebuild" }, "send"],
        [{ state: "unknown", recovery: "repost" }, "send"],
        [{ state: "unknown", recovery: "ask", nextActionAt: undefined }, "none"],
        [{ state: "applied", nextActionAt: undefined }, "none"],
        [{ state: "rejected", nextActionAt: undefined }, "none"],
        [{ state: "failed", nextActionAt: undefined }, "none"],
        [{ state: "cancelled", nextActionAt: undefined }, "none"],
      ];
      for (const [index, [change]] of states.entries()) await put(store, taskId, change, {}, index + 1);
      for (const work of ["send", "poll"] as const) {
        const expected = states.flatMap(([, forWork], index) => (forWork === work ? [index + 1] : []));
        const handed = numbers(await claim(store, taskId, { work, limit: 20 }));
        expectEqual(
          [...handed].sort((left, right) => left - right),
          expected,
          `the packets handed out to ${work}`,
        );
      }
    },
  },
  {
    name: "of a halted task only what may have left is handed out",
    async run({ store }) {
      const taskId = "claim-halted";
      await sealedTask(store, taskId, 5);
      await put(store, taskId, { state: "signing" }, {}, 2);
      await put(store, taskId, { state: "sending" }, {}, 3);
      await put(store, taskId, { state: "acked" }, {}, 4);
      await put(store, taskId, { state: "unknown", recovery: "rebuild" }, {}, 5);
      await committed(store, { taskId, task: { type: "halted", error: { code: "AUT011003", description: "нет" } } });
      expectEqual(numbers(await claim(store, taskId)), [3], "what is to be sent");
      expectEqual(numbers(await claim(store, taskId, { work: "poll" })), [4], "what is to be polled");
      await committed(store, { taskId, task: { type: "resumed" } });
      expectEqual(numbers(await claim(store, taskId)), [1, 2, 5], "what is to be sent after it was resumed");
    },
  },
  {
    name: "packets of a cancelled task are handed out, to be withdrawn, even before the seal",
    async run({ store }) {
      const taskId = "claim-cancelled";
      await openTask(store, taskId);
      await store.addBatch(batch(taskId));
      await committed(store, { taskId, task: { type: "cancelled", at: at(5) } });
      expectEqual(numbers(await claim(store, taskId)), [1], "the packets handed out");
      expectEqual((await store.findTask(taskId))?.cancelledAt, at(5), "the time of the cancellation");
    },
  },
];
