import {
  type LoadingTask,
  type Packet,
  type PaymentRecord,
  packetStates,
  paymentStatuses,
  type TaskCounts,
} from "@opora/gis-sdk";
import type { MemoryTask } from "./memory-task.js";

/** Counts a task. */
export function countMemoryTask(entry: MemoryTask): TaskCounts {
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

/** When something may happen to a packet by itself: at its due time, but not before its claim ends. */
function dueTimes(task: LoadingTask, { state, recovery, nextActionAt, claim }: Packet): readonly number[] {
  const isSend = state === "formed" || state === "signing" || recovery === "rebuild" || recovery === "repost";
  if (isSend && task.haltedBy !== undefined) return [];
  const times = [nextActionAt, claim?.until].flatMap((instant) => (instant === undefined ? [] : [instant.getTime()]));
  return times.length === 0 ? [] : [Math.max(...times)];
}
