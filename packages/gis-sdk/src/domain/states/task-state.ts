import type { LoadingTask } from "../records/loading-task.js";
import type { PacketState } from "./packet-state.js";
import type { PaymentStatus } from "./payment-status.js";

/** Where a task is on its way: derived from its packets and payments, never set. */
export type TaskState =
  /** Its payments are still coming. */
  | "draft"
  /** All payments are packed, nothing was sent. */
  | "formed"
  /** Something is still to be sent or polled without anybody's help. */
  | "running"
  /** Every payment is at GIS. */
  | "done"
  /** Every payment has its final answer, and some are not at GIS. */
  | "done_with_errors"
  /** Nothing more happens before a person looks at it. */
  | "attention"
  /** Was withdrawn, and nothing of it is on its way. */
  | "cancelled";

/** What the state of a task follows from. */
export interface TaskFacts {
  readonly task: LoadingTask;
  /** Number of packets by state. */
  readonly packets: Readonly<Record<PacketState, number>>;
  /** Number of payments by status. */
  readonly payments: Readonly<Record<PaymentStatus, number>>;
  /** Packets in `unknown` that wait for a person. */
  readonly packetsAwaitingDecision: number;
  /** Packets of which bytes left, or may have left, at least once. */
  readonly packetsAttempted: number;
  /** Payments that a person should look at. */
  readonly paymentsWithAttention: number;
}

/** Derives the state of a task. Pure. */
export function deriveTaskState(facts: TaskFacts): TaskState {
  const { task, packets, payments } = facts;
  if (task.sealedAt === undefined) return task.cancelledAt === undefined ? "draft" : "cancelled";
  if (packetsInMotion(facts) > 0) {
    // What GIS already has goes on being polled, even when the task is halted.
    if (task.haltedBy !== undefined && packetsPastTheDoor(facts) === 0) return "attention";
    return facts.packetsAttempted === 0 && packets.signing === 0 ? "formed" : "running";
  }
  if (needsPerson(facts)) return "attention";
  if (task.cancelledAt !== undefined) return "cancelled";
  return payments.rejected + payments.cancelled > 0 ? "done_with_errors" : "done";
}

function packetsInMotion(facts: TaskFacts): number {
  return facts.packets.formed + facts.packets.signing + packetsPastTheDoor(facts);
}

function packetsPastTheDoor({ packets, packetsAwaitingDecision }: TaskFacts): number {
  return packets.sending + packets.acked + packets.polling + packets.unknown - packetsAwaitingDecision;
}

function needsPerson(facts: TaskFacts): boolean {
  const { task, payments } = facts;
  return (
    task.haltedBy !== undefined ||
    facts.packetsAwaitingDecision > 0 ||
    facts.paymentsWithAttention > 0 ||
    payments.unknown + payments.unanswered > 0
  );
}
