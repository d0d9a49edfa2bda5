import {
  GisError,
  type GisStore,
  type LoadingTask,
  type NewLoadingTask,
  type PaymentBatch,
  type TaskSeal,
} from "@opora/gis-sdk";
import { appendToOutbox, insertUnlessPresent, instantToSql, type SqlExecutor, type SqlTransaction } from "@opora/sql";
import { packetToRow, taskFromRow } from "./packet-rows.js";
import { errorRows, paymentToRow } from "./payment-rows.js";
import { gisTables, inStatements } from "./statements.js";
import type { Row } from "./tables.js";

/** Opens a task, or finds it as it was opened. */
export async function openTask(transaction: SqlTransaction, task: NewLoadingTask): Promise<LoadingTask> {
  const row: Row<"gis_task"> = {
    id: task.id,
    profile: task.profile,
    org_ppa_guid: task.orgPpaGuid,
    packet_size: BigInt(task.packetSize),
    created_at: instantToSql(task.createdAt),
    sealed_at: null,
    batches: null,
    halted_by: null,
    cancelled_at: null,
    last_packet_number: 0n,
  };
  await insertUnlessPresent(transaction, "gis_task", [row]);
  const opened = await findTask(transaction, task.id);
  const isSame =
    opened?.profile === task.profile && opened.orgPpaGuid === task.orgPpaGuid && opened.packetSize === task.packetSize;
  if (opened === undefined || !isSame) throw conflict(task.id, "has another profile, organisation or packet size");
  return opened;
}

/** A task by its id. */
export async function findTask(executor: SqlExecutor, taskId: string): Promise<LoadingTask | undefined> {
  const row = await gisTables(executor).selectFrom("gis_task").selectAll().where("id", "=", taskId).executeTakeFirst();
  return row === undefined ? undefined : taskFromRow(row);
}

/** Adds a batch with its packet and payments. */
export async function addBatch(transaction: SqlTransaction, batch: PaymentBatch): ReturnType<GisStore["addBatch"]> {
  const task = await lockTask(transaction, batch.taskId);
  const tables = gisTables(transaction);
  const known = await tables
    .selectFrom("gis_batch")
    .select("digest")
    .where("task_id", "=", batch.taskId)
    .where("number", "=", BigInt(batch.number))
    .executeTakeFirst();
  if (known?.digest === batch.digest) return "present";
  if (known !== undefined) throw conflict(batch.taskId, `holds other payments in batch ${batch.number}`);
  if (task.sealed_at !== null) throw conflict(batch.taskId, "is sealed");
  await tables
    .insertInto("gis_batch")
    .values({ task_id: batch.taskId, number: BigInt(batch.number), digest: batch.digest })
    .execute();
  if (batch.packet !== undefined) {
    await tables.insertInto("gis_packet").values(packetToRow(batch.packet, batch.packet.revision)).execute();
  }
  await insertPayments(transaction, batch, task.org_ppa_guid);
  await tables
    .updateTable("gis_task")
    .set({ last_packet_number: maxOf(task.last_packet_number, BigInt(batch.number)) })
    .where("id", "=", batch.taskId)
    .execute();
  return "added";
}

async function insertPayments(
  transaction: SqlTransaction,
  { payments }: PaymentBatch,
  orgPpaGuid: string,
): Promise<void> {
  const tables = gisTables(transaction);
  for (const part of inStatements(payments.map((record) => paymentToRow(record, orgPpaGuid)))) {
    await tables.insertInto("gis_payment").values(part).execute();
  }
  for (const part of inStatements(payments.flatMap((record) => errorRows(record, record.errors, 0)))) {
    await tables.insertInto("gis_payment_error").values(part).execute();
  }
}

/** Ends a task's payments. */
export async function sealTask(transaction: SqlTransaction, seal: TaskSeal): Promise<LoadingTask> {
  const task = await lockTask(transaction, seal.taskId);
  const tables = gisTables(transaction);
  const { batches } = await tables
    .selectFrom("gis_batch")
    .select((batch) => batch.fn.countAll<bigint>().as("batches"))
    .where("task_id", "=", seal.taskId)
    .executeTakeFirstOrThrow();
  if (batches !== BigInt(seal.batches)) throw conflict(seal.taskId, `has ${batches} batches of payments`);
  if (task.sealed_at !== null) return taskFromRow(task);
  const sealed = { sealed_at: instantToSql(seal.sealedAt), batches };
  await tables.updateTable("gis_task").set(sealed).where("id", "=", seal.taskId).execute();
  await appendToOutbox(transaction, seal.events);
  return taskFromRow({ ...task, ...sealed });
}

/** Reads a task and keeps others from changing it until the transaction ends. */
export async function lockTask(transaction: SqlTransaction, taskId: string): Promise<Row<"gis_task">> {
  const query = gisTables(transaction).selectFrom("gis_task").selectAll().where("id", "=", taskId);
  // SQLite runs transactions one after the other.
  const row = await (transaction.engine === "sqlite" ? query : query.forUpdate()).executeTakeFirst();
  if (row !== undefined) return row;
  throw new GisError("GIS_TASK_NOT_FOUND", `There is no task "${taskId}".`, { details: { taskId } });
}

function conflict(taskId: string, why: string): GisError {
  return new GisError("GIS_TASK_CONFLICT", `Task "${taskId}" exists and ${why}. Use another task id.`, {
    details: { taskId },
  });
}

function maxOf(left: bigint, right: bigint): bigint {
  return left > right ? left : right;
}
