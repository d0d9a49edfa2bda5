import type { NewOutboxEvent } from "@opora/core";
import {
  businessKeyOf,
  type CommitResult,
  type EarlierLoad,
  type Exchange,
  type ExchangeOutcome,
  type ExchangeRecord,
  GisError,
  type GisStore,
  type LoadingTask,
  type Packet,
  type PacketClaimRequest,
  type PacketKey,
  type PaymentChange,
  type PaymentRecord,
  packetStates,
  paymentStatuses,
  type StoreCommit,
  type TaskChange,
  type TaskCounts,
} from "@opora/gis-sdk";

/** A store that forgets everything with the process, for tests and demonstrations. */
export interface MemoryGisStore extends GisStore {
  /** Every event that was committed, in order. */
  events(): readonly NewOutboxEvent[];
}

interface TaskEntry {
  task: LoadingTask;
  batches: Map<number, string>;
  packets: Map<number, Packet>;
  payments: Map<number, PaymentRecord>;
  exchanges: Map<number, Map<number, { request: Exchange; outcome?: ExchangeOutcome }>>;
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
  const tasks = new Map<string, TaskEntry>();
  const events = new Map<string, NewOutboxEvent>();

  const entryOf = (taskId: string): TaskEntry => {
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
      return entry === undefined ? undefined : count(entry);
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

function isClaimable(task: LoadingTask, packet: Packet, request: PacketClaimRequest): boolean {
  if (packet.orgPpaGuid !== request.orgPpaGuid) return false;
  if (request.taskId !== undefined && request.taskId !== packet.taskId) return false;
  if (packet.claim !== undefined && packet.claim.until > request.now) return false;
  const isDue = packet.nextActionAt !== undefined && packet.nextActionAt <= request.now;
  const { state, recovery } = packet;
  if (request.work === "poll") {
    return isDue && (state === "acked" || state === "polling" || (state === "unknown" && recovery === "recheck"));
  }
  if (state === "sending") return true;
  if (task.haltedBy !== undefined) return false;
  if (task.sealedAt === undefined && task.cancelledAt === undefined) return false;
  if (state === "signing") return true;
  return isDue && (state === "formed" || (state === "unknown" && (recovery === "rebuild" || recovery === "repost")));
}

function isStale(entry: TaskEntry, { packet, payments }: StoreCommit): boolean {
  if (packet !== undefined && entry.packets.get(packet.number)?.revision !== packet.revision) return true;
  return (payments ?? []).some(({ sequence, from }) => entry.payments.get(sequence)?.status !== from);
}

function applyCommit(entry: TaskEntry, commit: StoreCommit): readonly number[] {
  const { packet, members } = commit;
  if (packet !== undefined) entry.packets.set(packet.number, { ...packet, revision: packet.revision + 1 });
  if (packet !== undefined && members !== undefined) {
    for (const payment of entry.payments.values()) {
      if (payment.packetNumber !== packet.number || !members.from.includes(payment.status)) continue;
      entry.payments.set(payment.sequence, { ...payment, status: members.to });
    }
  }
  const newPacketNumbers = addPackets(entry, commit);
  for (const change of commit.payments ?? []) changePayment(entry, change, newPacketNumbers);
  if (commit.exchange !== undefined) {
    const exchange = commit.exchange;
    const ofPacket = entry.exchanges.get(exchange.number) ?? new Map<number, { request: Exchange }>();
    ofPacket.set(exchange.exchange, { request: { ...exchange, request: exchange.request.slice() } });
    entry.exchanges.set(exchange.number, ofPacket);
  }
  if (commit.outcome !== undefined) {
    const exchange = entry.exchanges.get(commit.outcome.number)?.get(commit.outcome.exchange);
    if (exchange !== undefined) exchange.outcome ??= commit.outcome;
  }
  if (commit.task !== undefined) entry.task = changeTask(entry.task, commit.task);
  return newPacketNumbers;
}

function addPackets(entry: TaskEntry, commit: StoreCommit): readonly number[] {
  // Numbers of batches without a packet stay unused.
  let last = Math.max(0, ...entry.packets.keys(), ...entry.batches.keys());
  return (commit.newPackets ?? []).map((added) => {
    last += 1;
    entry.packets.set(last, {
      ...added,
      taskId: commit.taskId,
      number: last,
      profile: entry.task.profile,
      orgPpaGuid: entry.task.orgPpaGuid,
      state: "formed",
      revision: 0,
      attempt: 0,
      connectFailures: 0,
      exchanges: 0,
      nextSend: "rebuild",
      polls: 0,
    });
    return last;
  });
}

function changePayment(entry: TaskEntry, change: PaymentChange, newPacketNumbers: readonly number[]): void {
  const payment = entry.payments.get(change.sequence);
  if (payment === undefined) return;
  const { move } = change;
  entry.payments.set(change.sequence, {
    ...payment,
    status: change.to,
    errors: [...payment.errors, ...(change.errors ?? [])],
    answer: change.answer ?? payment.answer,
    attention: change.attention === "none" ? undefined : (change.attention ?? payment.attention),
    cancellation: change.cancellation ?? payment.cancellation,
    ...(move === undefined
      ? {}
      : {
          packetNumber: newPacketNumbers[move.newPacket],
          earlierSends: move.earlierSends,
          ...(move.replacement && { payment: move.replacement, businessKey: businessKeyOf(move.replacement) }),
        }),
  });
}

function changeTask(task: LoadingTask, change: TaskChange): LoadingTask {
  switch (change.type) {
    case "halted":
      return { ...task, haltedBy: task.haltedBy ?? change.error };
    case "resumed":
      return { ...task, haltedBy: undefined };
    case "cancelled":
      return { ...task, cancelledAt: task.cancelledAt ?? change.at };
  }
}

function count(entry: TaskEntry): TaskCounts {
  const packets = [...entry.packets.values()];
  const payments = [...entry.payments.values()];
  const isStopped = entry.task.haltedBy !== undefined || entry.task.cancelledAt !== undefined;
  const due = packets.flatMap((packet) => dueTimes(entry.task, packet));
  return {
    task: entry.task,
    packets: Object.fromEntries(
      packetStates.map((state) => [state, packets.filter((packet) => packet.state === state).length]),
    ) as TaskCounts["packets"],
    payments: Object.fromEntries(
      paymentStatuses.map((status) => [status, total(payments.filter((payment) => payment.status === status))]),
    ) as TaskCounts["payments"],
    packetsAwaitingDecision: packets.filter(
      ({ state, recovery }) => state === "unknown" && (recovery === "ask" || (isStopped && recovery !== "recheck")),
    ).length,
    packetsAttempted: packets.filter(({ attempt }) => attempt > 0).length,
    packetsStalled: packets.filter(
      ({ state, stalledAt }) => stalledAt !== undefined && (state === "acked" || state === "polling"),
    ).length,
    paymentsWithAttention: payments.filter(({ attention }) => attention !== undefined).length,
    nextActionAt: due.length === 0 ? undefined : new Date(Math.min(...due)),
  };
}

function total(payments: readonly PaymentRecord[]): TaskCounts["payments"]["loaded"] {
  return {
    count: payments.length,
    amountKopecks: payments.reduce((sum, { payment }) => sum + payment.amountKopecks, 0n),
  };
}

function exchangesOf(entry: TaskEntry | undefined, key: PacketKey): readonly ExchangeRecord[] {
  return [...(entry?.exchanges.get(key.number)?.values() ?? [])].sort(
    (left, right) => left.request.exchange - right.request.exchange,
  );
}

function bySequence(entry: TaskEntry | undefined): readonly PaymentRecord[] {
  return [...(entry?.payments.values() ?? [])].sort((left, right) => left.sequence - right.sequence);
}

function asEarlierLoad(record: PaymentRecord): EarlierLoad {
  const { taskId, sequence, businessKey, status, answer, payment } = record;
  const { amountKopecks, orderDate } = payment;
  return { taskId, sequence, businessKey, status, amountKopecks, orderDate, answer };
}

function byKey(left: PacketKey, right: PacketKey): number {
  return left.taskId < right.taskId ? -1 : left.taskId > right.taskId ? 1 : left.number - right.number;
}

/** When something may happen to a packet by itself: at its due time, but not before its claim ends. */
function dueTimes(task: LoadingTask, { state, recovery, nextActionAt, claim }: Packet): readonly number[] {
  const isSend = state === "formed" || state === "signing" || recovery === "rebuild" || recovery === "repost";
  if (isSend && task.haltedBy !== undefined) return [];
  const times = [nextActionAt, claim?.until].flatMap((instant) => (instant === undefined ? [] : [instant.getTime()]));
  return times.length === 0 ? [] : [Math.max(...times)];
}

function dueTime(packet: Packet): number {
  return packet.nextActionAt?.getTime() ?? 0;
}

function conflict(taskId: string, why: string): GisError {
  return new GisError("GIS_TASK_CONFLICT", `Task "${taskId}" exists and ${why}. Use another task id.`, {
    details: { taskId },
  });
}
