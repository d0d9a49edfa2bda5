import {
  type PacketState,
  type PaymentStatus,
  type PaymentTotal,
  packetStates,
  paymentStatuses,
  type TaskCounts,
} from "@opora/gis-sdk";
import { instantFromSql, type SqlTransaction } from "@opora/sql";
import { gisTables } from "./statements.js";
import { findTask } from "./store-tasks.js";

/** Counts a task. Run it in a transaction that sees one moment. */
export async function countTask(transaction: SqlTransaction, taskId: string): Promise<TaskCounts | undefined> {
  const task = await findTask(transaction, taskId);
  if (task === undefined) return undefined;
  const packets = await countPackets(transaction, taskId);
  const isHalted = task.haltedBy !== undefined;
  const isStopped = isHalted || task.cancelledAt !== undefined;
  const nextActionAt = await nextAction(transaction, taskId, isHalted ? "halted" : "running");
  return {
    task,
    packets: Object.fromEntries(
      packetStates.map((state) => [state, sumOf(packets, (row) => row.state === state)]),
    ) as Record<PacketState, number>,
    payments: await countPayments(transaction, taskId),
    packetsAwaitingDecision: sumOf(
      packets,
      ({ state, recovery }) => state === "unknown" && (recovery === "ask" || (isStopped && recovery !== "recheck")),
    ),
    packetsAttempted: sumOf(packets, ({ attempted }) => attempted !== 0n),
    packetsStalled: sumOf(
      packets,
      ({ state, stalled }) => stalled !== 0n && (state === "acked" || state === "polling"),
    ),
    paymentsWithAttention: await countAttention(transaction, taskId),
    nextActionAt,
  };
}

interface PacketCount {
  readonly state: string;
  readonly recovery: string | null;
  readonly attempted: bigint;
  readonly stalled: bigint;
  readonly packets: bigint;
}

async function countPackets(transaction: SqlTransaction, taskId: string): Promise<readonly PacketCount[]> {
  return gisTables(transaction)
    .selectFrom((packets) =>
      packets
        .selectFrom("gis_packet")
        .select((packet) => [
          "state",
          "recovery",
          packet.case().when("attempt", ">", 0n).then(1).else(0).end().as("attempted"),
          packet.case().when("stalled_at", "is", null).then(0).else(1).end().as("stalled"),
        ])
        .where("task_id", "=", taskId)
        .as("packet"),
    )
    .select((packet) => [
      "state",
      "recovery",
      packet.ref("attempted").$castTo<bigint>().as("attempted"),
      packet.ref("stalled").$castTo<bigint>().as("stalled"),
      packet.fn.countAll<bigint>().as("packets"),
    ])
    .groupBy(["state", "recovery", "attempted", "stalled"])
    .execute();
}

function sumOf(counts: readonly PacketCount[], isWanted: (count: PacketCount) => boolean): number {
  return counts.filter(isWanted).reduce((sum, { packets }) => sum + Number(packets), 0);
}

async function countPayments(transaction: SqlTransaction, taskId: string): Promise<TaskCounts["payments"]> {
  const rows = await gisTables(transaction)
    .selectFrom("gis_payment")
    .select((payment) => [
      "status",
      payment.fn.countAll<bigint>().as("payments"),
      payment.fn.sum<bigint>("amount_kopecks").as("amount"),
    ])
    .where("task_id", "=", taskId)
    .groupBy("status")
    .execute();
  const totals = new Map(rows.map((row): [string, PaymentTotal] => [row.status, totalOf(row)]));
  return Object.fromEntries(
    paymentStatuses.map((status) => [status, totals.get(status) ?? { count: 0, amountKopecks: 0n }]),
  ) as Record<PaymentStatus, PaymentTotal>;
}

function totalOf({ payments, amount }: { readonly payments: bigint; readonly amount: bigint }): PaymentTotal {
  return { count: Number(payments), amountKopecks: amount };
}

async function countAttention(transaction: SqlTransaction, taskId: string): Promise<number> {
  const { payments } = await gisTables(transaction)
    .selectFrom("gis_payment")
    .select((payment) => payment.fn.countAll<bigint>().as("payments"))
    .where("task_id", "=", taskId)
    .where("attention", "is not", null)
    .executeTakeFirstOrThrow();
  return Number(payments);
}

/** The earliest due time of a packet, but not before its claim ends; a halted task sends nothing. */
async function nextAction(
  transaction: SqlTransaction,
  taskId: string,
  task: "running" | "halted",
): Promise<Date | undefined> {
  let query = gisTables(transaction)
    .selectFrom("gis_packet")
    .select((packet) =>
      packet.fn
        .min<bigint | null>(
          packet
            .case()
            .when("next_action_at", "is", null)
            .then(packet.ref("claim_until"))
            .when("claim_until", ">", packet.ref("next_action_at"))
            .then(packet.ref("claim_until"))
            .else(packet.ref("next_action_at"))
            .end(),
        )
        .as("due_at"),
    )
    .where("task_id", "=", taskId);
  if (task === "halted") {
    query = query
      .where("state", "not in", ["formed", "signing"])
      .where((packet) =>
        packet.or([packet("recovery", "is", null), packet("recovery", "not in", ["rebuild", "repost"])]),
      );
  }
  const row = await query.executeTakeFirst();
  return row?.due_at == null ? undefined : instantFromSql(row.due_at);
}
