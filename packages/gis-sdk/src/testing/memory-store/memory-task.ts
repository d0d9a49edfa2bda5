import {
  businessKeyOf,
  type Exchange,
  type ExchangeOutcome,
  formPacket,
  type LoadingTask,
  type Packet,
  type PaymentChange,
  type PaymentRecord,
  type StoreCommit,
  type TaskChange,
} from "@opora/gis-sdk";

/** A task with all that belongs to it. */
export interface MemoryTask {
  task: LoadingTask;
  batches: Map<number, string>;
  packets: Map<number, Packet>;
  payments: Map<number, PaymentRecord>;
  exchanges: Map<number, Map<number, { request: Exchange; outcome?: ExchangeOutcome }>>;
}

/** Whether the records are no longer what a commit was decided on. */
export function isStale(entry: MemoryTask, { packet, payments }: StoreCommit): boolean {
  if (packet !== undefined && entry.packets.get(packet.number)?.revision !== packet.revision) return true;
  return (payments ?? []).some(({ sequence, from }) => entry.payments.get(sequence)?.status !== from);
}

/** Carries a commit out; returns the numbers of the new packets. */
export function applyCommit(entry: MemoryTask, commit: StoreCommit): readonly number[] {
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

function addPackets(entry: MemoryTask, commit: StoreCommit): readonly number[] {
  // Numbers of batches without a packet stay unused.
  let last = Math.max(0, ...entry.packets.keys(), ...entry.batches.keys());
  return (commit.newPackets ?? []).map((added) => {
    last += 1;
    const { profile, orgPpaGuid } = entry.task;
    entry.packets.set(last, formPacket({ ...added, taskId: commit.taskId, number: last, profile, orgPpaGuid }));
    return last;
  });
}

function changePayment(entry: MemoryTask, change: PaymentChange, newPacketNumbers: readonly number[]): void {
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
