import type { PacketState } from "./domain/states/packet-state.js";
import { type PaymentStatus, paymentStatuses } from "./domain/states/payment-status.js";
import { deriveTaskState, type TaskState } from "./domain/states/task-state.js";
import type { GisProfile } from "./domain/wire/profile.js";
import type { GisErrorMessage } from "./domain/wire/read/soap-answer.js";
import { GisError } from "./errors.js";
import type { GisStore, PaymentTotal, PortOptions, TaskCounts } from "./ports/gis-store.js";

/** Where a task is, in figures of one moment. */
export interface TaskSummary {
  readonly taskId: string;
  readonly profile: GisProfile;
  readonly state: TaskState;
  readonly createdAt: Date;
  readonly sealedAt?: Date | undefined;
  readonly cancelledAt?: Date | undefined;
  /** Why nothing more is sent until a person resumes the task. */
  readonly haltedBy?: GisErrorMessage | undefined;
  /** All payments of the task. */
  readonly payments: PaymentTotal;
  /** The same payments by status: the figures add up to `payments`. */
  readonly byStatus: Readonly<Record<PaymentStatus, PaymentTotal>>;
  /** Number of packets by state. */
  readonly packets: Readonly<Record<PacketState, number>>;
  /** Packets that ГИС ЖКХ has had for too long. */
  readonly packetsStalled: number;
  /** Packets with which nothing happens before a person decides. */
  readonly packetsAwaitingDecision: number;
  /** Payments that a person should look at. */
  readonly paymentsWithAttention: number;
  /** When something may next happen by itself; absent when nothing will. */
  readonly nextActionAt?: Date | undefined;
}

/**
 * Sums a task up.
 *
 * @throws {@link GisError} `GIS_TASK_NOT_FOUND`.
 */
export async function summarizeTask(store: GisStore, taskId: string, options: PortOptions = {}): Promise<TaskSummary> {
  const counts = await store.countTask(taskId, options);
  if (counts === undefined) {
    throw new GisError("GIS_TASK_NOT_FOUND", `There is no task "${taskId}".`, { details: { taskId } });
  }
  const { task } = counts;
  return {
    taskId,
    profile: task.profile,
    state: stateOf(counts),
    createdAt: task.createdAt,
    sealedAt: task.sealedAt,
    cancelledAt: task.cancelledAt,
    haltedBy: task.haltedBy,
    payments: totalOf(Object.values(counts.payments)),
    byStatus: counts.payments,
    packets: counts.packets,
    packetsStalled: counts.packetsStalled,
    packetsAwaitingDecision: counts.packetsAwaitingDecision,
    paymentsWithAttention: counts.paymentsWithAttention,
    nextActionAt: counts.nextActionAt,
  };
}

function stateOf(counts: TaskCounts): TaskState {
  const payments = Object.fromEntries(
    paymentStatuses.map((status) => [status, counts.payments[status].count]),
  ) as Record<PaymentStatus, number>;
  return deriveTaskState({ ...counts, payments });
}

function totalOf(totals: readonly PaymentTotal[]): PaymentTotal {
  return {
    count: totals.reduce((sum, { count }) => sum + count, 0),
    amountKopecks: totals.reduce((sum, { amountKopecks }) => sum + amountKopecks, 0n),
  };
}
