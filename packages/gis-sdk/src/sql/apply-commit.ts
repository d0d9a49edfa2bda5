import {
  type Exchange,
  type ExchangeOutcome,
  formPacket,
  type Packet,
  type StoreCommit,
  type TaskChange,
} from "@opora/gis-sdk";
import { appendToOutbox, insertUnlessPresent, instantToSql, type SqlTransaction } from "@opora/sql";
import { changePayments } from "./change-payments.js";
import { jsonOrNull, packetToRow, taskFromRow } from "./packet-rows.js";
import { gisTables, StaleRecords } from "./statements.js";
import { lockTask } from "./store-tasks.js";
import type { Row } from "./tables.js";

/** A commit with its bytes compressed, which is done before the transaction begins. */
export interface PreparedCommit {
  readonly commit: StoreCommit;
  readonly request: Uint8Array | undefined;
  readonly response: Uint8Array | undefined;
}

/**
 * Carries a commit out. Everybody takes locks in the same order: the packet, the task, the payments, the outbox.
 *
 * @returns The numbers of the new packets.
 * @throws {@link StaleRecords} when the records are no longer what the commit was decided on.
 */
export async function applyCommit(
  transaction: SqlTransaction,
  { commit, request, response }: PreparedCommit,
): Promise<readonly number[]> {
  const { taskId, packet, members, payments, exchange, outcome, task } = commit;
  const tables = gisTables(transaction);
  if (packet !== undefined) await updatePacket(transaction, packet);
  const newPacketNumbers = await addPackets(transaction, commit);
  if (packet !== undefined && members !== undefined) {
    await tables
      .updateTable("gis_payment")
      .set({ status: members.to })
      .where("task_id", "=", taskId)
      .where("packet_number", "=", BigInt(packet.number))
      .where("status", "in", members.from)
      .execute();
  }
  if (payments !== undefined) await changePayments(transaction, taskId, payments, newPacketNumbers);
  if (exchange !== undefined && request !== undefined) {
    await tables.insertInto("gis_exchange").values(exchangeRow(exchange, request)).execute();
  }
  if (outcome !== undefined) {
    await insertUnlessPresent(transaction, "gis_exchange_outcome", [outcomeRow(outcome, response)]);
  }
  if (task !== undefined) await changeTask(transaction, taskId, task);
  await appendToOutbox(transaction, commit.events);
  return newPacketNumbers;
}

async function updatePacket(transaction: SqlTransaction, packet: Packet): Promise<void> {
  const { task_id, number, ...columns } = packetToRow(packet, packet.revision + 1);
  const result = await gisTables(transaction)
    .updateTable("gis_packet")
    .set(columns)
    .where("task_id", "=", task_id)
    .where("number", "=", number)
    .where("revision", "=", BigInt(packet.revision))
    .executeTakeFirst();
  if (result.numUpdatedRows !== 1n) throw new StaleRecords();
}

async function addPackets(transaction: SqlTransaction, commit: StoreCommit): Promise<readonly number[]> {
  const added = commit.newPackets ?? [];
  if (added.length === 0) return [];
  const row = await lockTask(transaction, commit.taskId);
  const { id: taskId, profile, orgPpaGuid } = taskFromRow(row);
  const common = { taskId, profile, orgPpaGuid };
  const first = Number(row.last_packet_number) + 1;
  const packets = added.map((packet, index) => formPacket({ ...packet, ...common, number: first + index }));
  const tables = gisTables(transaction);
  await tables
    .insertInto("gis_packet")
    .values(packets.map((packet) => packetToRow(packet, packet.revision)))
    .execute();
  await tables
    .updateTable("gis_task")
    .set({ last_packet_number: row.last_packet_number + BigInt(packets.length) })
    .where("id", "=", commit.taskId)
    .execute();
  return packets.map(({ number }) => number);
}

async function changeTask(transaction: SqlTransaction, taskId: string, change: TaskChange): Promise<void> {
  const task = await lockTask(transaction, taskId);
  const columns = taskColumns(task, change);
  await gisTables(transaction).updateTable("gis_task").set(columns).where("id", "=", taskId).execute();
}

function taskColumns(task: Row<"gis_task">, change: TaskChange): Partial<Row<"gis_task">> {
  switch (change.type) {
    case "halted":
      return { halted_by: task.halted_by ?? jsonOrNull(change.error) };
    case "resumed":
      return { halted_by: null };
    case "cancelled":
      return { cancelled_at: task.cancelled_at ?? instantToSql(change.at) };
  }
}

function exchangeRow(exchange: Exchange, request: Uint8Array): Row<"gis_exchange"> {
  return {
    task_id: exchange.taskId,
    packet_number: BigInt(exchange.number),
    exchange: BigInt(exchange.exchange),
    kind: exchange.kind,
    message_guid: exchange.messageGuid,
    soap_action: exchange.soapAction,
    request,
    request_sha256: exchange.requestSha256,
    started_at: instantToSql(exchange.startedAt),
  };
}

function outcomeRow(outcome: ExchangeOutcome, response: Uint8Array | undefined): Row<"gis_exchange_outcome"> {
  return {
    task_id: outcome.taskId,
    packet_number: BigInt(outcome.number),
    exchange: BigInt(outcome.exchange),
    finished_at: instantToSql(outcome.finishedAt),
    failed_phase: outcome.failedPhase ?? null,
    status: outcome.status === undefined ? null : BigInt(outcome.status),
    response: response ?? null,
    response_sha256: outcome.responseSha256 ?? null,
    error: jsonOrNull(outcome.error),
  };
}
