import type { NewOutboxEvent } from "@opora/core";
import { type CommitResult, GisError, type GisStore } from "@opora/gis-sdk";
import { countMemoryTask } from "./count-memory-task.js";
import { applyCommit, isStale, type MemoryTask } from "./memory-task.js";
import { asEarlierLoad, byKey, bySequence, dueTime, exchangesOf, isClaimable } from "./select.js";

/** A store that forgets everything with the process, for tests and demonstrations. */
export interface MemoryGisStore extends GisStore {
  /** Every event that was committed, in order. */
  events(): readonly NewOutboxEvent[];
}

/**
 * Creates a store in memory.
 *
 * @example
 * ```ts
 * const store = createMemoryGisStore();
 * ```
 */
export function createMemoryGisStore(): MemoryGisStore {
  const tasks = new Map<string, MemoryTask>();
  const events = new Map<string, NewOutboxEvent>();

  const entryOf = (taskId: string): MemoryTask => {
    const entry = tasks.get(taskId);
    if (entry === undefined) throw new GisError("GIS_TASK_NOT_FOUND", `There is no task "${taskId}".`);
    return entry;
  };
  const append = (added: readonly NewOutboxEvent[]): void => {
    for (const event of added) if (!events.has(event.id)) events.set(event.id, event);
  };

  return {
    events: () => [...events.values()],

    async openTask(task) {
      const existing = tasks.get(task.id)?.task;
      if (existing === undefined) {
        tasks.set(task.id, {
          task,
          batches: new Map(),
          packets: new Map(),
          payments: new Map(),
          exchanges: new Map(),
        });
        return task;
      }
      const isSame =
        existing.profile === task.profile &&
        existing.orgPpaGuid === task.orgPpaGuid &&
        existing.packetSize === task.packetSize;
      if (!isSame) throw conflict(task.id, "it has another profile, organisation or packet size");
      return existing;
    },

    async addBatch(batch) {
      const entry = entryOf(batch.taskId);
      const digest = entry.batches.get(batch.number);
      if (digest === batch.digest) return "present";
      if (digest !== undefined) throw conflict(batch.taskId, `batch ${batch.number} holds other payments`);
      if (entry.task.sealedAt !== undefined) throw conflict(batch.taskId, "it is sealed");
      entry.batches.set(batch.number, batch.digest);
      if (batch.packet !== undefined) entry.packets.set(batch.number, batch.packet);
      for (const payment of batch.payments) entry.payments.set(payment.sequence, payment);
      return "added";
    },

    async sealTask(seal) {
      const entry = entryOf(seal.taskId);
      if (entry.batches.size !== seal.batches) throw conflict(seal.taskId, "it has another number of batches");
      if (entry.task.sealedAt === undefined) {
        entry.task = { ...entry.task, sealedAt: seal.sealedAt };
        append(seal.events);
      }
      return entry.task;
    },

    async findTask(taskId) {
      return tasks.get(taskId)?.task;
    },

    async claimPackets(request) {
      const due = [...tasks.values()]
        .flatMap((entry) => [...entry.packets.values()].map((packet) => ({ entry, packet })))
        .filter(({ entry, packet }) => isClaimable(entry.task, packet, request))
        .sort((left, right) => dueTime(left.packet) - dueTime(right.packet) || byKey(left.packet, right.packet))
        .slice(0, request.limit);
      const until = new Date(request.now.getTime() + request.leaseMs);
      return due.map(({ entry, packet }) => {
        const claimed = { ...packet, revision: packet.revision + 1, claim: { owner: request.owner, until } };
        entry.packets.set(packet.number, claimed);
        return claimed;
      });
    },

    async commit(commit) {
      const entry = entryOf(commit.taskId);
      if (isStale(entry, commit)) return { status: "stale" };
      const newPacketNumbers = applyCommit(entry, commit);
      append(commit.events);
      return { status: "committed", newPacketNumbers } satisfies CommitResult;
    },

    async findPacket(key) {
      return tasks.get(key.taskId)?.packets.get(key.number);
    },

    async readMembers(key) {
      return bySequence(tasks.get(key.taskId)).filter(({ packetNumber }) => packetNumber === key.number);
    },

    async readPayments(taskId, sequences) {
      const wanted = new Set(sequences);
      return bySequence(tasks.get(taskId)).filter(({ sequence }) => wanted.has(sequence));
    },

    async findLastSend(key) {
      const sends = exchangesOf(tasks.get(key.taskId), key).filter(({ request }) => request.kind === "send");
      return sends.at(-1)?.request;
    },

    async findByBusinessKeys(orgPpaGuid, businessKeys) {
      const wanted = new Set(businessKeys);
      return [...tasks.values()]
        .filter(({ task }) => task.orgPpaGuid === orgPpaGuid)
        .flatMap((entry) => bySequence(entry))
        .filter(({ businessKey }) => wanted.has(businessKey))
        .map(asEarlierLoad);
    },

    async findStalling(query) {
      return [...tasks.values()]
        .flatMap((entry) => [...entry.packets.values()])
        .filter((packet) => packet.orgPpaGuid === query.orgPpaGuid)
        .filter((packet) => packet.state === "acked" || packet.state === "polling")
        .filter(
          ({ stalledAt, ackedAt }) => stalledAt === undefined && ackedAt !== undefined && ackedAt <= query.ackedUntil,
        )
        .sort((left, right) => Number(left.ackedAt) - Number(right.ackedAt) || byKey(left, right))
        .slice(0, query.limit);
    },

    async countTask(taskId) {
      const entry = tasks.get(taskId);
      return entry === undefined ? undefined : countMemoryTask(entry);
    },

    async listPackets({ taskId, states, afterNumber, limit }) {
      return [...(tasks.get(taskId)?.packets.values() ?? [])]
        .filter((packet) => packet.number > (afterNumber ?? 0) && (states?.includes(packet.state) ?? true))
        .sort(byKey)
        .slice(0, limit);
    },

    async listPayments({ taskId, statuses, afterSequence, limit }) {
      return bySequence(tasks.get(taskId))
        .filter(({ sequence, status }) => sequence > (afterSequence ?? -1) && (statuses?.includes(status) ?? true))
        .slice(0, limit);
    },

    async listExchanges(key) {
      return exchangesOf(tasks.get(key.taskId), key);
    },
  };
}

function conflict(taskId: string, why: string): GisError {
  return new GisError("GIS_TASK_CONFLICT", `Task "${taskId}" exists and ${why}. Use another task id.`, {
    details: { taskId },
  });
}
